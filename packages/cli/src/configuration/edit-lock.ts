import { existsSync, statSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { KeykistError } from "@keykist/core";
import type { Environment } from "../host.ts";
import { userFolders } from "./user-folders.ts";
import { cannotWrite } from "./replace-file.ts";
import { shownPath } from "../terminal/shown-path.ts";

/** How long an edit waits for others: one takes milliseconds. */
const PATIENCE_MS = 20_000;

/**
 * Does one edit after the other, of all that the processes of one user make: those of configurations, or those of
 * what kist remembers.
 *
 * The lock is SQLite's on an empty file, which the operating system gives back when its process ends, however it
 * ends. So none is ever left behind, and nobody has to judge whether one was.
 *
 * @throws KeykistError `UNAVAILABLE` where others hold the lock for long; `PERMISSION_DENIED` where the user's folder
 * cannot be written
 */
export async function runLocked<T>(
  environment: Environment,
  what: "configurations" | "state",
  work: () => Promise<T>,
): Promise<T> {
  const file = path.join(userFolders(environment).state, `${what}.lock`);
  assertOwnFolder(path.dirname(file));
  try {
    await makeFile(file);
  } catch (error) {
    throw cannotWrite(file, error);
  }
  const database = opened(file);
  try {
    await begin(database, file);
    return await work();
  } finally {
    // Gives up the transaction too.
    database.close();
  }
}

function opened(file: string): InstanceType<ReturnType<typeof sqlite>["DatabaseSync"]> {
  try {
    return new (sqlite().DatabaseSync)(file);
  } catch (error) {
    throw refusal(file, error);
  }
}

/** Translates SQLite's error for a lock that it cannot write into the file system's. */
function refusal(file: string, error: unknown): unknown {
  const code = SYSTEM_CODES.get(Number(Reflect.get(Object(error), "errcode")) & 0xff);
  return code === undefined ? error : cannotWrite(file, { code });
}

/** https://www.sqlite.org/rescode.html: SQLITE_PERM, SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN. */
const SYSTEM_CODES: ReadonlyMap<number, string> = new Map([
  [3, "EACCES"],
  [8, "EROFS"],
  [10, "ENOSPC"],
  [13, "ENOSPC"],
  [14, "EACCES"],
]);

async function begin(database: DatabaseSync, file: string): Promise<void> {
  const began = performance.now();
  // Prepared, and not through `exec`, whose errors have no result code under Deno.
  database.prepare("PRAGMA busy_timeout = 0").all();
  for (;;) {
    try {
      database.prepare("BEGIN EXCLUSIVE").run();
      return;
    } catch (error) {
      // 5 is SQLITE_BUSY (https://www.sqlite.org/rescode.html#busy); the bits above it say more.
      if ((Number(Reflect.get(Object(error), "errcode")) & 0xff) !== 5) {
        throw refusal(file, error);
      }
    }
    if (performance.now() - began > PATIENCE_MS) {
      throw new KeykistError("UNAVAILABLE", `another process holds ${shownPath(file)}`, {
        retry: "safe",
        hint: "try again; if it stays so, end the kist that was suspended",
      });
    }
    await wait(2 + Math.random() * 20);
  }
}

/**
 * Refuses to write as root into the folder of another user, whose variables `sudo -E` kept. That user could not change, or
 * even read, files that root makes there.
 */
function assertOwnFolder(folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid } = statSync(nearest(folder));
  if (uid === 0) return;
  throw new KeykistError(
    "PERMISSION_DENIED",
    `${shownPath(folder)} belongs to another user (${uid}), and you are root`,
    { hint: "work as that user, or with root's own HOME: sudo -H" },
  );
}

/** The folder, or the nearest above it that exists. */
function nearest(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(folder) || parent === folder ? folder : nearest(parent);
}

/** Makes the file of the lock, and never opens one that is there: closing it would give up a lock of this process. */
async function makeFile(file: string): Promise<void> {
  if (existsSync(file)) return;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.close();
  } catch (error) {
    if (Reflect.get(Object(error), "code") !== "EEXIST") throw error;
  }
}

/** `node:sqlite`, without the warning of Nodes that call it experimental: its user did not choose it. */
function sqlite(): NonNullable<ReturnType<typeof process.getBuiltinModule<"node:sqlite">>> {
  const descriptor = Object.getOwnPropertyDescriptor(process, "emitWarning");
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    if (descriptor !== undefined) Object.defineProperty(process, "emitWarning", descriptor);
  }
}
