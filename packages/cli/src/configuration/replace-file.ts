import { randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { KeykistError } from "@keykist/core";
import { shownPath } from "../terminal/shown-path.ts";

/** The text of a file; `undefined` where there is none. */
export async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(absent);
}

/**
 * Puts a text in the place of a file, whole or not at all: who is stopped in between, even by a power cut, leaves
 * the file of before. A new file is 0600 and its folders 0700 from their beginning; one that is there keeps its owner and mode.
 *
 * @throws KeykistError `PERMISSION_DENIED` where the folder cannot be written; else what the file system says
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const folder = path.dirname(file);
  const draft = `${file}.${randomUUID()}.new`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeDurably(draft, text, await stat(file).catch(absent));
    await rename(draft, file);
    await syncFolder(folder);
  } catch (error) {
    await rm(draft, { force: true });
    throw cannotWrite(file, error);
  }
}

/** @param before the file that is replaced: its owner and mode stay */
async function writeDurably(file: string, text: string, before: Stats | undefined): Promise<void> {
  const mode = before === undefined ? 0o600 : before.mode & 0o777;
  await using handle = await open(file, "wx", mode);
  if (process.platform !== "win32") {
    const own = await handle.stat();
    const isMine = before === undefined || (before.uid === own.uid && before.gid === own.gid);
    if (!isMine) await handle.chown(before.uid, before.gid);
    // A umask can have taken away what the file of before had.
    await handle.chmod(mode);
  }
  await handle.writeFile(text);
  await handle.sync();
}

/** Makes the new name survive a power cut. Windows has nothing of the kind, and needs nothing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  await using handle = await open(folder, "r");
  await handle.sync();
}

function absent(error: unknown): undefined {
  if (Reflect.get(Object(error), "code") === "ENOENT") return undefined;
  throw error;
}

const refusals: ReadonlyMap<unknown, string> = new Map([
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the file system is read-only"],
  ["ENOTDIR", "a part of its path is a file"],
  ["EEXIST", "a part of its path is a file"],
  // What Node says of a folder that it cannot make, where the file system is read-only.
  ["ENOENT", "its folder cannot be made"],
]);

/** What a refusal of the file system means to a person; any other error as it is. */
export function cannotWrite(file: string, error: unknown): unknown {
  const code: unknown = Reflect.get(Object(error), "code");
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new KeykistError("UNAVAILABLE", `cannot write ${shownPath(file)}: no space is left`, {
      retry: "safe",
      hint: "make space, and try again",
    });
  }
  const problem = refusals.get(code);
  if (problem === undefined) return error;
  return new KeykistError("PERMISSION_DENIED", `cannot write ${shownPath(file)}: ${problem}`, {
    hint: `make the folder ${shownPath(path.dirname(file))} writable for you, or choose another file`,
  });
}
