import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import nodeModule from "node:module";
import path from "node:path";

/**
 * Lets Node keep what it has compiled of kist, in the user's own folder: in one that others can write, they could put
 * other code into it. Without such a folder, nothing is kept.
 *
 * @param folder which is made, for its owner alone, whatever the umask
 */
export function useCompileCache(folder: string): void {
  // Deno has no such cache to switch on.
  if (!("enableCompileCache" in nodeModule)) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (![path.dirname(folder), folder].every(isOwn)) return;
    if (process.platform !== "win32") chmodSync(folder, 0o700);
    nodeModule.enableCompileCache(folder);
  } catch {
    // A start without it is slower, and as good.
  }
}

function isOwn(folder: string): boolean {
  const me = process.getuid?.();
  // Windows has no such numbers; its folders are the user's by where they are.
  if (me === undefined) return true;
  const status = lstatSync(folder);
  return status.isDirectory() && status.uid === me && (status.mode & 0o022) === 0;
}
