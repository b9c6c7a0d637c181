import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { AwsConfig } from "../config.ts";
import type { AwsCredentials, AwsSdk } from "./aws-client.ts";

/** How long a connection may take to come about; milliseconds. */
const CONNECTION_TIMEOUT = 3000;

/** What decides how AWS is reached. */
export interface ClientOptions {
  readonly config: AwsConfig & { readonly timeoutMs: number };
  readonly credentials: AwsCredentials | undefined;
}

/** A client of the SDK. */
export function makeClient(
  sdk: AwsSdk,
  { config, credentials }: ClientOptions,
): SecretsManagerClient {
  const { region, endpoint, profile, timeoutMs, maxAttempts } = config;
  return new sdk.SecretsManagerClient({
    // Each try is a step of its own: the flavor repeats what may be repeated, and knows which answers were lost.
    maxAttempts: 1,
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
    ...(credentials !== undefined && { credentials }),
    requestHandler: {
      // All tries together end within the time of an operation, with the reason and not with TIMEOUT.
      connectionTimeout: Math.min(CONNECTION_TIMEOUT, timeoutMs / (maxAttempts + 2)),
    },
  });
}
