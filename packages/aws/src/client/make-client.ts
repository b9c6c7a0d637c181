import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { AwsConfig } from "../config.ts";
import type { AwsCredentials, AwsSdk } from "./aws-client.ts";
import { findProxy } from "./find-proxy.ts";
import { tunnelAgents } from "./proxy-tunnel.ts";

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
  const { region, endpoint, profile, timeoutMs, useFipsEndpoint, useDualstackEndpoint } = config;
  const proxy = findProxy({ proxy: config.proxy, endpoint, region, environment: process.env });
  const settings = {
    // The SDK's files of configuration are read again when credentials are looked for again: a file that was not there
    // yet would be missing for ever. It hands the option on to whatever reads them.
    ignoreCache: true,
    // Each try is a step of its own: the flavor repeats what may be repeated, and knows which answers were lost.
    maxAttempts: 1,
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
    ...(credentials !== undefined && { credentials }),
    ...(useFipsEndpoint !== undefined && { useFipsEndpoint }),
    ...(useDualstackEndpoint !== undefined && { useDualstackEndpoint }),
    requestHandler: {
      // Several tries end within the time of an operation, with the reason and not with TIMEOUT.
      connectionTimeout: Math.min(CONNECTION_TIMEOUT, timeoutMs / 5),
      ...(proxy !== undefined && tunnelAgents(proxy)),
    },
  };
  return new sdk.SecretsManagerClient(settings);
}
