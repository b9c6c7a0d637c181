export { AwsEmulator, type AwsEmulatorOptions } from "./aws-emulator.ts";
export type { AwsCredentials } from "./credentials-check.ts";
export type { AwsHttpServer } from "./http-server.ts";
export type { AwsEmulatorClient } from "./in-process-client.ts";
export type { PageFilling } from "./paging.ts";
export { DOCUMENTED_RATES, type RateGroup, type RequestRates } from "./request-rates.ts";
export { ServiceError, type ServiceErrorName } from "./service-error.ts";
export type {
  Deletion,
  SecretArrangement,
  StoredSecret,
  StoredValue,
  StoredVersion,
} from "./stored-secret.ts";
