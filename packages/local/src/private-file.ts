import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { access, chmod, copyFile, link, lstat, mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import { LocalStoreError } from "./local-store-error.ts";
import { assertOwnFile } from "./own-place.ts";

/** For its owner only; Windows keeps the permissions of the user's profile folder instead. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const PERMISSION_BITS = 0o777;

function codeOf(error: unknown): unknown {
  return Reflect.get(Object(error), "code");
}

const refusals: ReadonlySet<unknown> = new Set(["EACCES", "EPERM", "EROFS"]);

function isRefusal(error: unknown): boolean {
  return refusals.has(codeOf(error));
}

/** What is at a path, itself and not what it leads to; `undefined` for nothing. */
export async function statusOf(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    if (codeOf(error) === "ENOTDIR") {
      throw new LocalStoreError(
        "unsuitable",
        `a part of the path ${file} is a file`,
        "choose another path",
      );
    }
    if (isRefusal(error)) {
      throw new LocalStoreError(
        "denied",
        `the folder of ${file} may not be entered`,
        "change its owner or permissions, or give another path",
      );
    }
    throw error;
  }
}

/** Refuses a path that is not a regular file which only this user can change. */
export function assertPrivateFile(file: string, status: Stats): void {
  if (status.isSymbolicLink()) {
    throw new LocalStoreError(
      "unsuitable",
      `${file} is a symbolic link`,
      "give the path that it leads to: a store has one name, and its key and journal stand beside it",
    );
  }
  if (!status.isFile()) {
    throw new LocalStoreError("unsuitable", `${file} is no plain file`, "give the path of a file");
  }
  assertOwnFile(file, status);
}

/** Refuses a file that may not be read. */
export async function assertReadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new LocalStoreError(
      "denied",
      `${file} may not be read`,
      "change its owner or permissions, or run as its owner",
    );
  }
}

/** Makes the folder of a file, and those above it that are missing, for the user alone. */
export async function ensureFolder(file: string): Promise<void> {
  await makeFolder(path.dirname(file));
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: FOLDER_MODE });
  } catch (error) {
    if (codeOf(error) === "EEXIST" && (await isFolder(folder))) return;
    if (codeOf(error) === "ENOENT" && path.dirname(folder) !== folder) {
      await makeFolder(path.dirname(folder));
      await makeFolder(folder);
      return;
    }
    if (codeOf(error) === "EEXIST" || codeOf(error) === "ENOTDIR") {
      throw new LocalStoreError("unsuitable", `${folder} is no folder`, "give a path in a folder");
    }
    if (isRefusal(error)) {
      throw new LocalStoreError(
        "denied",
        `the folder ${folder} cannot be made`,
        "make it, or give another path",
      );
    }
    throw error;
  }
  // Never wider than it was made; a umask can have taken away what its owner needs.
  if (process.platform !== "win32" && (await permissionsOf(folder)) !== FOLDER_MODE) {
    await chmod(folder, FOLDER_MODE);
  }
  await syncFolderOf(folder);
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

async function permissionsOf(file: string): Promise<number> {
  return (await stat(file)).mode & PERMISSION_BITS;
}

/**
 * Makes a file that only its owner can read, where there is none, with this content.
 *
 * @returns false where there is one already
 */
export async function createPrivateFile(file: string, content: string): Promise<boolean> {
  const { O_CREAT, O_EXCL, O_WRONLY } = constants;
  try {
    await using handle = await open(file, O_CREAT | O_EXCL | O_WRONLY, FILE_MODE);
    // Never wider than it was made; a umask can have taken away what its owner needs.
    if (
      process.platform !== "win32" &&
      ((await handle.stat()).mode & PERMISSION_BITS) !== FILE_MODE
    ) {
      await handle.chmod(FILE_MODE);
    }
    await handle.writeFile(content);
    await handle.sync();
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (isRefusal(error)) {
      throw new LocalStoreError(
        "denied",
        `no file can be made in the folder ${path.dirname(file)}`,
        "make the folder writable for you, or give another path",
      );
    }
    throw error;
  }
}

/** The path of a file that is to stand at another once it is whole. In the same folder. */
export function draftOf(file: string): string {
  return `${file}.${randomBytes(6).toString("hex")}.new`;
}

/** What a file system answers that knows no hard links, such as that of a memory card. */
const noLinks: ReadonlySet<unknown> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/**
 * Gives a draft its name, durably: it appears there whole or not at all, and never in the place of another. The draft
 * goes, unless this fails.
 *
 * @returns false where there is something of that name already
 */
export async function placeDraft(draft: string, file: string): Promise<boolean> {
  const isPlaced = await linkDraft(draft, file);
  await rm(draft, { force: true });
  return isPlaced;
}

async function linkDraft(draft: string, file: string): Promise<boolean> {
  try {
    await linkOrCopy(draft, file);
    await syncFolderOf(file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    // Who is held up for long, as in a machine that sleeps, may find its draft swept away.
    if (codeOf(error) === "ENOENT" && (await statusOf(file)) !== undefined) return false;
    throw error;
  }
}

async function linkOrCopy(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if (!noLinks.has(codeOf(error))) throw error;
    await copyFile(draft, file, constants.COPYFILE_EXCL);
    await using handle = await open(file, "r+");
    await handle.sync();
  }
}

/** Makes the name of a file survive a power cut. Windows has nothing of the kind, and needs nothing. */
export async function syncFolderOf(file: string): Promise<void> {
  if (process.platform === "win32") return;
  try {
    await using handle = await open(path.dirname(file), constants.O_RDONLY);
    await handle.sync();
  } catch (error) {
    // A folder may be writable but not readable, or its file system know no such thing.
    if (!isRefusal(error) && codeOf(error) !== "EINVAL") throw error;
  }
}
