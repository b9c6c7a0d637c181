import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Call } from "@keykist/core";
import type { AwsClient, AwsSdk } from "./aws-client.ts";
import { findCredentials } from "./credentials.ts";
import { type ClientOptions, makeClient } from "./make-client.ts";
import { SecretsApi } from "./secrets-api.ts";

/** The calls of a manager, and how they end. */
export interface Connection {
  readonly sdk: AwsSdk;
  readonly client: AwsClient;
  /** The settings of the client; `undefined` where it is the caller's, who knows them. */
  readonly settings: SecretsManagerClient["config"] | undefined;
  readonly api: SecretsApi;
  /** Closes the client, unless it was the caller's. */
  readonly close: () => void;
}

/** What decides how AWS is reached, and by whose client. */
export interface ConnectionOptions extends ClientOptions {
  /** A client of the caller's, in place of one made from the configuration. */
  readonly client: AwsClient | undefined;
}

/** Calls AWS with a client that the caller has made, or with one of their own. */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { config, client: given } = options;
  const { maxAttempts, timeoutMs } = config;
  const sdk: AwsSdk = await import("./sdk.ts");
  if (given !== undefined) {
    return {
      sdk,
      client: given,
      settings: undefined,
      api: new SecretsApi({ sdk, client: given, maxAttempts, timeoutMs }),
      close: () => undefined,
    };
  }
  const client = makeClient(sdk, options);
  const profile = config.profile ?? profileOfEnvironment();
  const search = { timeoutMs, profile };
  const ready = (call: Call): Promise<void> => findCredentials(client, call, search);
  return {
    sdk,
    client,
    settings: client.config,
    api: new SecretsApi({ sdk, client, maxAttempts, timeoutMs, ready }),
    close: () => {
      client.destroy();
    },
  };
}

/** An empty variable asks for nothing. */
function profileOfEnvironment(): string | undefined {
  const profile = process.env["AWS_PROFILE"];
  return profile === "" ? undefined : profile;
}
