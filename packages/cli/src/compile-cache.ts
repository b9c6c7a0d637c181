import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import nodeModule from "node:module";
import path from "node:path";

/**
 * Lets Node cache compiled code of kist, only in the user's own folder. In a folder that others can write to, they could
 * replace the code. Without such a folder, nothing is cached.
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
    // Without the cache, kist only starts slower.
  }
}

function isOwn(folder: string): boolean {
  const me = process.getuid?.();
  // Windows has no such numbers; its folders are the user's by where they are.
  if (me === undefined) return true;
  const status = lstatSync(folder);
  return status.isDirectory() && status.uid === me && (status.mode & 0o022) === 0;
}
