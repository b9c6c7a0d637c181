import { fileURLToPath } from "node:url";
import type { EmulatedClient } from "../emulated-client.ts";
import type { GcpCalls } from "./gcp-calls.ts";

/** A way in for programs that know nothing of the simulation. */
export interface Listener {
  /** For the client's `apiEndpoint` (gRPC: `127.0.0.1`), or the address to call (REST: `http://127.0.0.1:PORT`). */
  readonly endpoint: string;
  readonly port: number;
  /** Ends all connections, and returns when nothing listens any more. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** The name of whoever comes in here. Default: each connection is a client of its own. */
  readonly client?: string | undefined;
  /**
   * gRPC only: encrypts, as Google's servers do, so that the client library gets tokens for its calls. Clients trust the
   * certificate at `LOCALHOST_CERTIFICATE`. Default false.
   */
  readonly encrypted?: boolean | undefined;
}

/**
 * The file of the certificate of an encrypted listener, for `GRPC_DEFAULT_SSL_ROOTS_FILE_PATH`. It is for `localhost`, and its
 * key stands beside it in the file, for everyone to read: it proves nothing to anybody.
 */
export const LOCALHOST_CERTIFICATE: string = fileURLToPath(
  new URL("localhost.pem", import.meta.url),
);

/** Where a listener passes calls on to. */
export type ClientFor = (name: string) => EmulatedClient<GcpCalls>;

/** Makes one client per name, and keeps it. */
export function clientsByName(client: ClientFor): ClientFor {
  const clients = new Map<string, EmulatedClient<GcpCalls>>();
  return (name) => {
    const known = clients.get(name) ?? client(name);
    clients.set(name, known);
    return known;
  };
}
