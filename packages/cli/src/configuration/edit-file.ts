import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { KeykistError } from "@keykist/core";

/** A lock that is older than this was left behind: an edit takes milliseconds. */
const STALE_MS = 10_000;
const PATIENCE_MS = 15_000;

/**
 * Changes a small file of kist's own, whole or not at all, one process after the other: reads it, gives its text
 * (`undefined` where there is none) to a function, and puts what that answers in its place. Where it answers
 * `undefined`, nothing is written. Files are 0600 and folders 0700 from their beginning, unless the file is there.
 *
 * @throws KeykistError `UNAVAILABLE` where another process holds the file; what the file system says
 */
export async function editFile(
  file: string,
  change: (text: string | undefined) => string | undefined,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const lock = `${file}.lock`;
  const token = await acquire(lock);
  try {
    const before = await textOf(file);
    const after = change(before);
    if (after !== undefined && after !== before) await replace(file, after);
  } finally {
    // Only ours: one that was taken for left behind is another's by now.
    if ((await textOf(lock)) === token) await rm(lock, { force: true });
  }
}

async function acquire(lock: string): Promise<string> {
  const token = randomUUID();
  const began = Date.now();
  for (;;) {
    try {
      const handle = await open(lock, "wx", 0o600);
      await handle.writeFile(token);
      await handle.close();
      return token;
    } catch (error) {
      if (Reflect.get(Object(error), "code") !== "EEXIST") throw error;
    }
    if (await isStale(lock)) await rm(lock, { force: true });
    else if (Date.now() - began > PATIENCE_MS) {
      throw new KeykistError("UNAVAILABLE", `another process holds ${lock}`, {
        retry: "safe",
        hint: "try again; if nothing runs, remove that file",
      });
    } else await wait(5 + Math.random() * 20);
  }
}

async function isStale(lock: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(lock);
    return Date.now() - mtimeMs > STALE_MS;
  } catch (error) {
    if (Reflect.get(Object(error), "code") === "ENOENT") return false;
    throw error;
  }
}

async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.new`;
  const mode = await modeOf(file);
  try {
    const handle = await open(draft, "wx", mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function modeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).mode & 0o777;
  } catch (error) {
    if (Reflect.get(Object(error), "code") === "ENOENT") return 0o600;
    throw error;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (Reflect.get(Object(error), "code") === "ENOENT") return undefined;
    throw error;
  }
}
