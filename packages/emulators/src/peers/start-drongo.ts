import type { FoundInPython } from "./find-in-python.ts";
import { type PeerServer, startPeer } from "./peer-server.ts";

/** Starts drongo's server on loopback, and waits until it answers. It keeps what it is given in memory. */
export function startDrongo({ python }: FoundInPython): Promise<PeerServer> {
  return startPeer({
    command: python,
    arguments: (port) => [
      "-c",
      "import sys; from drongo.server import run; run('127.0.0.1', int(sys.argv[1]))",
      String(port),
    ],
    path: "/drongo/health",
  });
}

/** Empties a drongo. */
export async function resetDrongo({ endpoint }: Pick<PeerServer, "endpoint">): Promise<void> {
  const answer = await fetch(new URL("/drongo/reset", endpoint), { method: "POST" });
  if (!answer.ok) throw new Error(`drongo answers ${answer.status} to its reset`);
}
