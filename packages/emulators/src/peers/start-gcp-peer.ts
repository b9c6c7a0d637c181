import { freePort } from "./free-port.ts";
import { startPeer } from "./peer-server.ts";

/** A GCP peer that runs. */
export interface GcpPeer {
  /** Of its gRPC, without encryption. */
  readonly port: number;
  /** Ends the process that was started, and no other. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the peer that `findGcpPeer` found, and waits until it answers. It keeps what it is given in memory. It listens on
 * all interfaces, since it has no option to do otherwise: give it nothing but the tests' own values.
 */
export async function startGcpPeer(program: string): Promise<GcpPeer> {
  const grpcPort = await freePort();
  const { stop } = await startPeer({
    command: program,
    // It begins to listen for gRPC before it does for REST, which is what is waited for.
    arguments: (port) => ["--grpc-port", String(grpcPort), "--http-port", String(port)],
    path: "/",
  });
  return { port: grpcPort, stop };
}
