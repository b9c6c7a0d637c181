import type { Stats } from "node:fs";
import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { homeFolder } from "./home-folder.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { isOwnPrivateGroup } from "./private-group.ts";

/*
 * Whoever can write to the folder of a store can put a key file of their own there before the store is made, a store that
 * takes somebody's secrets, or a journal that SQLite then plays back into the store. Nothing of that is seen
 * later, so such places are refused. Only Windows has no owners and modes of this kind: there, the folder's
 * permissions are those of the user's profile.
 */

const GROUP_WRITE = 0o020;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;
/** Root, and root's own group: they can do everything as it is. */
const ROOT = 0;
/** What a container shows in place of a user whom it does not know, such as the root outside. */
const UNMAPPED = 65_534;

/** Refuses a file that another user owns or can write to. Root may own it. */
export function assertOwnFile(file: string, status: Stats): void {
  const me = process.getuid?.();
  if (me === undefined) return;
  if (isForeign(status, me)) {
    throw new LocalStoreError(
      "denied",
      `${file} belongs to another user (${status.uid})`,
      "find out who put it there; if it is right, run as its owner, or make it yours with chown",
    );
  }
  if (!isWritableByOthers(status)) return;
  throw new LocalStoreError(
    "denied",
    `other users can write to ${file} (mode ${modeOf(status)})`,
    `chmod go-w ${file}`,
  );
}

/**
 * Refuses a file in a folder that another user owns or can write to, or below one that another user could exchange. Looks no
 * higher than the user's home folder: what is above it is the administrator's.
 *
 * The sticky bit keeps others from exchanging what is in a folder, and not from adding to it. So it makes a
 * folder above good enough, and the folder of a key file; beside a store, a journal can be added.
 */
export async function assertOwnFolder(
  file: string,
  options: { readonly holds: "store" | "key file" },
): Promise<void> {
  const me = process.getuid?.();
  if (me === undefined) return;
  const folder = path.dirname(path.resolve(file));
  const real = await realpath(folder);
  const home = homeFolder();
  const tops = new Set(
    home === undefined ? [] : [path.resolve(home), await realpath(home).catch(() => home)],
  );
  for (const each of new Set([...foldersUpTo(tops, real), ...foldersUpTo(tops, folder)])) {
    const status = await lstat(each);
    // The mode of a link says nothing. What it leads to is among the real folders.
    if (status.isSymbolicLink()) continue;
    const isNearest = each === real;
    if (isForeign(status, me) && (isNearest || status.uid !== UNMAPPED)) {
      throw new LocalStoreError(
        "denied",
        `the folder ${each} belongs to another user (${status.uid})`,
        `keep the ${options.holds} in a folder of your own elsewhere, or run as the owner of this one`,
      );
    }
    if (!isWritableByOthers(status)) continue;
    const isSticky = (status.mode & STICKY) !== 0;
    if (isSticky && !(isNearest && options.holds === "store")) continue;
    throw new LocalStoreError(
      "denied",
      `other users can write to the folder ${each} (mode ${modeOf(status)})`,
      isSticky
        ? `keep the ${options.holds} in a folder of your own inside it`
        : `chmod go-w ${each}, or keep the ${options.holds} in a folder of your own elsewhere`,
    );
  }
}

/** A folder and those above it, up to one of these or to the root. */
function foldersUpTo(tops: ReadonlySet<string>, folder: string): string[] {
  const folders = [folder];
  for (let each = folder; !tops.has(each) && path.dirname(each) !== each;) {
    each = path.dirname(each);
    folders.push(each);
  }
  return folders;
}

function isForeign({ uid }: Stats, me: number): boolean {
  return uid !== me && uid !== ROOT;
}

function isWritableByOthers({ mode, gid }: Stats): boolean {
  if ((mode & OTHERS_WRITE) !== 0) return true;
  return (mode & GROUP_WRITE) !== 0 && gid !== ROOT && !isOwnPrivateGroup(gid);
}

function modeOf({ mode }: Stats): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}
