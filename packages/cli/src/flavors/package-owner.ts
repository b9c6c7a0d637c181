import { lstatSync, statSync } from "node:fs";
import { KeykistError } from "@keykist/core";
import { shownPath } from "../terminal/shown-path.ts";

/**
 * Refuses a package that another user could have put into a folder above. Only packages of this user, of root, and of the
 * user who installed kist are run.
 *
 * @throws KeykistError `UNTRUSTED_CONFIG`
 */
export function assertOwnPackage(folder: string): void {
  const me = process.getuid?.();
  // Windows has no such numbers.
  if (me === undefined) return;
  const known = new Set([me, 0, statSync(import.meta.filename).uid]);
  if (known.has(lstatSync(folder).uid) && known.has(statSync(folder).uid)) return;
  throw new KeykistError(
    "UNTRUSTED_CONFIG",
    `the package ${shownPath(folder)} belongs to another user and is not run`,
    { hint: "install it in the project as yourself, or remove it from that folder" },
  );
}
