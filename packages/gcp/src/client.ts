import type { GcpConfig } from "./config.ts";
import { unloadedCredentials } from "./errors/unloaded-credentials.ts";

/** A secret as the API describes it, as far as it is used here. */
export interface GcpSecret {
  readonly name?: string | null | undefined;
  readonly labels?: Readonly<Record<string, string>> | null | undefined;
  readonly annotations?: Readonly<Record<string, string>> | null | undefined;
  readonly etag?: string | null | undefined;
}

/** A version as the API describes it, as far as it is used here. */
export interface GcpVersion {
  readonly name?: string | null | undefined;
  readonly createTime?: GcpTime | null | undefined;
  /** When it will be destroyed, where its secret delays destruction. */
  readonly scheduledDestroyTime?: GcpTime | null | undefined;
}

/** A time, in the forms that the transports give it. */
export interface GcpTime {
  readonly seconds?: number | string | { toString(): string } | null | undefined;
  readonly nanos?: number | null | undefined;
}

/** The bytes of a version, in the forms that the transports give them. */
export interface GcpPayload {
  readonly data?: Uint8Array | string | null | undefined;
  readonly dataCrc32c?: number | string | { toString(): string } | null | undefined;
}

/** Options of one call. */
export interface GcpCallOptions {
  /** Milliseconds until the client gives up. */
  readonly timeout?: number;
  /** Nothing is repeated by the client: every try is counted, observed and bounded here. */
  readonly retry?: null;
}

/** Options of a call that answers one page of a list. */
export interface GcpPageOptions extends GcpCallOptions {
  readonly autoPaginate: false;
}

type Answer<Response> = Promise<readonly [response: Response, ...rest: readonly unknown[]]>;

/**
 * The part of `SecretManagerServiceClient` that is used. A client that is injected needs no more; it stays open when
 * the manager closes.
 */
export interface GcpClient {
  createSecret(request: GcpRequest, options: GcpCallOptions): Answer<GcpSecret>;
  getSecret(request: GcpRequest, options: GcpCallOptions): Answer<GcpSecret>;
  updateSecret(request: GcpRequest, options: GcpCallOptions): Answer<GcpSecret>;
  addSecretVersion(request: GcpRequest, options: GcpCallOptions): Answer<GcpVersion>;
  accessSecretVersion(
    request: GcpRequest,
    options: GcpCallOptions,
  ): Answer<GcpVersion & { readonly payload?: GcpPayload | null | undefined }>;
  destroySecretVersion(request: GcpRequest, options: GcpCallOptions): Answer<GcpVersion>;
  listSecrets(
    request: GcpRequest,
    options: GcpPageOptions,
  ): Promise<readonly [readonly GcpSecret[], unknown, GcpPage?]>;
  listSecretVersions(
    request: GcpRequest,
    options: GcpPageOptions,
  ): Promise<readonly [readonly GcpVersion[], unknown, GcpPage?]>;
  /**
   * Finds its credentials. Awaited before the first call: where it fails by itself, in a call, Google's client leaves an
   * unhandled rejection behind.
   */
  initialize?(): Promise<unknown>;
  /** The project of its credentials; needed where the configuration names none. */
  getProjectId?(): Promise<string>;
  close(): Promise<void>;
}

/** Whose credentials a client has; the part of `GoogleAuth` that is used. */
export interface GcpCredentials {
  /** Fails where there are none. */
  getCredentials(): Promise<{ readonly client_email?: string | null | undefined }>;
}

/** A page's own words. */
export interface GcpPage {
  readonly nextPageToken?: string | null | undefined;
}

/** A request: plain objects, as the API's reference names their fields. */
export type GcpRequest = Record<string, unknown>;

/** Where to connect to, and how, for the client's constructor. */
export interface Endpoint {
  readonly apiEndpoint?: string;
  readonly port?: number;
  /** Whether it is an emulator: without encryption and credentials. */
  readonly plaintext: boolean;
}

/** The server that a configuration means. */
export function endpointOf({ apiEndpoint, location }: GcpConfig): Endpoint {
  if (apiEndpoint === undefined) {
    const regional = location === undefined ? {} : { apiEndpoint: regionalEndpoint(location) };
    return { ...regional, plaintext: false };
  }
  const plaintext = apiEndpoint.startsWith("http://");
  const { hostname, port } = new URL(
    apiEndpoint.includes("://") ? apiEndpoint : `https://${apiEndpoint}`,
  );
  const defaultPort = plaintext ? 80 : 443;
  return { apiEndpoint: hostname, port: port === "" ? defaultPort : Number(port), plaintext };
}

function regionalEndpoint(location: string): string {
  return `secretmanager.${location}.rep.googleapis.com`;
}

/** A client that was opened here, and has found its credentials. */
export interface OpenedClient {
  readonly client: GcpClient;
  readonly credentials: GcpCredentials;
  /** Closes its connections. Never fails. */
  close(): Promise<void>;
}

/**
 * Loads the SDK and makes a client of it.
 *
 * The client is started before its first call. A call on one that is not would start it, and leave an unhandled
 * rejection behind where there are no credentials; and it would never look for them again.
 *
 * @throws CredentialsError where credentials cannot be loaded; the next client looks for them again
 */
export async function openClient(config: GcpConfig): Promise<OpenedClient> {
  const { gcpMetadata, SecretManagerServiceClient } = await import("./sdk.ts");
  // The library remembers that there was no metadata server, for the whole process. In a pod, it comes up a little later.
  gcpMetadata.resetIsAvailableCache();
  const client = new SecretManagerServiceClient(await optionsOf(config));
  const stub = await start(client);
  return {
    client,
    credentials: client.auth,
    close: async () => {
      // Not the client's own `close`: it opens another client, which is not used here, to close that.
      stub?.["close"]?.();
    },
  };
}

/** Starts a client, so that no call of it has to. */
export async function start<Stub>(client: {
  readonly initialize?: (() => Promise<Stub>) | undefined;
}): Promise<Stub | undefined> {
  try {
    return await client.initialize?.();
  } catch (error) {
    throw unloadedCredentials(error);
  }
}

async function optionsOf(config: GcpConfig) {
  const { grpc } = await import("./sdk.ts");
  const { plaintext, ...endpoint } = endpointOf(config);
  const { projectId } = config;
  if (!plaintext) return { ...endpoint, ...(projectId !== undefined && { projectId }) };
  return {
    ...endpoint,
    // Without a project, or not knowing the universe, the client looks for credentials, also on the network.
    projectId: projectId ?? "emulated",
    clientOptions: { universeDomain: "googleapis.com" },
    sslCreds: grpc.credentials.createInsecure(),
  };
}
