import type { Stats } from "node:fs";
import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { homeFolder } from "./home-folder.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { isOwnPrivateGroup } from "./private-group.ts";

/*
 * Someone who can write to the folder of a store can plant a key file before the store is made, a store that collects
 * another user's secrets, or a journal that SQLite then plays back into the store. Nobody could notice that later,
 * so such places are refused. Windows has no owners and modes of this kind. There, the folder's permissions are those
 * of the user's profile.
 */

const GROUP_WRITE = 0o020;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;
/** Root, and root's own group: they can do everything as it is. */
const ROOT = 0;
/** The id that a container shows for a user whom it does not know, such as root outside. */
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
 * Refuses a file in a folder that another user owns or can write to, or below a folder that another user could replace.
 * Checks no folder above the user's home folder: those are the administrator's.
 *
 * The sticky bit keeps others from replacing files in a folder, but not from adding some. So it is enough for a folder
 * above, and for the folder of a key file. It is not enough for the folder of a store, where a journal could be added.
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
