import { createHash } from "node:crypto";
import type { Revision } from "@keykist/core";

/*
 * A path has up to 320 characters, and `DB` and `db` are two paths. A file system may take 255 bytes, and fold
 * case. So the id is a hash of the path, in hex; the path itself stands in every state, and is compared when one is read.
 */

const ID = /^[\da-f]{64}$/;

/** The id of a secret: the name of the folder of its states. */
export function idOf(path: string): string {
  return createHash("sha256").update(path).digest("hex");
}

/** Whether a name in the folder is an id; what else is there is not ours. */
export function isId(name: string): boolean {
  return ID.test(name);
}

/** The revision of a state: its number, and whose it is, so that a state of one secret is never taken for one of another. */
export function revisionOf(path: string, number: number): Revision {
  return `${number}-${idOf(path).slice(0, 16)}`;
}
