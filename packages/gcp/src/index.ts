export type {
  GcpCallOptions,
  GcpClient,
  GcpPage,
  GcpPageOptions,
  GcpPayload,
  GcpRequest,
  GcpSecret,
  GcpTime,
  GcpVersion,
} from "./client.ts";
export type { GcpConfig } from "./config.ts";
export {
  default,
  GcpSecretsManager,
  type GcpSecretsManagerOptions,
} from "./gcp-secrets-manager.ts";
