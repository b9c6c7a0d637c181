import { accessSync, constants } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where `npx pnpm peers` puts the programs: a folder that git ignores. */
const INSTALLED = fileURLToPath(new URL("../../../../.peers/bin", import.meta.url));

/** A server that others wrote, against which the same tests run as against our emulator. */
export interface PeerProgram {
  /** What the message about it calls it. */
  readonly name: string;
  /** The name of its program. */
  readonly program: string;
}

export const GCP_SECRET_MANAGER_EMULATOR: PeerProgram = {
  name: "gcp-secret-manager-emulator",
  program: "server-dual",
};

/**
 * The path of a peer's program; `undefined` where it is not installed. Then the run says so, and its tests are
 * skipped, unless `KEYKIST_PEERS=required` makes that a failure.
 *
 * @throws where it is required
 */
export function findPeer(
  { name, program }: PeerProgram,
  folder: string = INSTALLED,
): string | undefined {
  const file = path.join(folder, program);
  if (isExecutable(file)) return file;
  const message = `0 peer tests run: ${name} not found`;
  if (process.env["KEYKIST_PEERS"] === "required")
    throw new Error(`${message}; install it with: npx pnpm peers`);
  process.stderr.write(`${message}\n`);
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
