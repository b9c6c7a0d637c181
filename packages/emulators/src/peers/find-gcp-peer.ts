import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where `npm run peers` installs it. */
const INSTALLED = fileURLToPath(new URL("../../../../.peers/bin/server-dual", import.meta.url));

/**
 * Looks for gcp-secret-manager-emulator of Blackwell Systems, an independent server of Secret Manager's API. Where it is
 * not installed, it prints `0 peer tests run: gcp-secret-manager-emulator not found`, and that is no failure, also where
 * `KEYKIST_PEERS` is `required`: the Go module proxy does not always have it.
 *
 * @returns the path of its program
 */
export function findGcpPeer(program: string = INSTALLED): string | undefined {
  if (existsSync(program)) return program;
  process.stdout.write("0 peer tests run: gcp-secret-manager-emulator not found\n");
  return undefined;
}
