import type { FoundInPython } from "./find-in-python.ts";
import { type PeerServer, startPeer } from "./peer-server.ts";

export interface StartMotoOptions {
  /** A program in Python that starts moto in its own way; it is given the port. Default: moto as it is. */
  readonly program?: readonly [file: string, ...first: string[]] | undefined;
}

const AS_IT_IS =
  "import sys; from moto.server import main; main(['-H', '127.0.0.1', '-p', sys.argv[1]])";

/**
 * Starts moto's server on loopback, and waits until it answers.
 *
 * @example
 * ```ts
 * const found = findMoto();
 * if (found !== undefined) {
 *   const moto = await startMoto(found);
 *   const client = new SecretsManagerClient({ endpoint: moto.endpoint, region: "us-east-1", credentials });
 *   await moto.stop();
 * }
 * ```
 */
export function startMoto(
  { python }: FoundInPython,
  { program = ["-c", AS_IT_IS] }: StartMotoOptions = {},
): Promise<PeerServer> {
  return startPeer({
    command: python,
    arguments: (port) => [...program, String(port)],
    path: "/moto-api/",
  });
}

/** Empties a moto. */
export async function resetMoto({ endpoint }: Pick<PeerServer, "endpoint">): Promise<void> {
  const answer = await fetch(new URL("/moto-api/reset", endpoint), { method: "POST" });
  if (!answer.ok) throw new Error(`moto answers ${answer.status} to its reset`);
}
