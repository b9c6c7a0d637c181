import { lstat, readdir, rm } from "node:fs/promises";
import path from "node:path";

/**
 * Making a file takes milliseconds: a draft that is older, in milliseconds, was left by a process that was killed. One
 * that was only held up for so long finds its draft gone, and the file there.
 */
const OLD = 600_000;

/** A file that drafts were made of: each kind by the names that its drafts have behind its own. */
export type DraftedKind = "store" | "key file";

const ends: Readonly<Record<DraftedKind, RegExp>> = {
  store: /^\.[0-9a-f]{12}\.new(?:-journal)?$/u,
  // Without a number: the draft of a rekey.
  "key file": /^\.(?:[0-9a-f]{12}\.)?new$/u,
};

/** Reports whether a name is that of a draft of a file, in the file's folder. */
export function isDraftOf(kind: DraftedKind, file: string, name: string): boolean {
  const own = path.basename(file);
  return name.startsWith(own) && ends[kind].test(name.slice(own.length));
}

/**
 * Removes the drafts that killed processes left beside a file, which has to be there and whole: nobody needs them
 * any more. Leaves all that may be someone else's, or still be worked on.
 */
export async function sweepDrafts(kind: DraftedKind, file: string): Promise<void> {
  const folder = path.dirname(file);
  try {
    for (const each of await readdir(folder)) {
      if (!isDraftOf(kind, file, each)) continue;
      const draft = path.join(folder, each);
      if (await isLeftOver(draft, file)) await rm(draft, { force: true });
    }
  } catch {
    // What cannot be swept harms nobody, and the store is open.
  }
}

async function isLeftOver(draft: string, file: string): Promise<boolean> {
  const [status, placed] = await Promise.all([
    lstat(draft, { bigint: true }),
    lstat(file, { bigint: true }),
  ]);
  const mine = process.getuid === undefined || Number(status.uid) === process.getuid();
  if (!status.isFile() || !mine) return false;
  // Another name of the file itself: whoever made it has nothing left to do but to remove it.
  if (status.ino === placed.ino && status.dev === placed.dev) return true;
  return Date.now() - Number(status.mtimeMs) > OLD;
}
