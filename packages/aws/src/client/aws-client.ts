import type {
  SecretsManagerClient,
  SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import type * as Sdk from "./sdk.ts";

/** The SDK, once it is loaded. */
export type AwsSdk = typeof Sdk;

/** What a manager needs of a client of the SDK. */
export type AwsClient = Pick<SecretsManagerClient, "send" | "destroy">;

/** Credentials as the SDK takes them, or what gives them whenever they are needed. */
export type AwsCredentials = NonNullable<SecretsManagerClientConfig["credentials"]>;
