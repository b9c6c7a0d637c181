export {
  AwsSecretsManager,
  type AwsSecretsManagerOptions,
  default,
} from "./aws-secrets-manager.ts";
export type { AwsClient, AwsCredentials } from "./client/aws-client.ts";
export type { AwsConfig } from "./config.ts";
