import { rm } from "node:fs/promises";
import { Database } from "./database.ts";
import { isBusy } from "./errors.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { createPrivateFile, draftOf } from "./private-file.ts";
import { loadSqlite } from "./sqlite.ts";

/**
 * Fails where the file system of a store does not lock files: SQLite says of it, as of a lock that someone holds,
 * that it is busy, and one would wait for ever. Tells the two apart by an empty file that nobody else knows.
 */
export async function assertLocks(file: string): Promise<void> {
  const probe = draftOf(file);
  const sqlite = await loadSqlite();
  try {
    await createPrivateFile(probe, "");
  } catch {
    // In a folder that can only be read it cannot be told.
    return;
  }
  try {
    const database = new Database(sqlite, probe, { readOnly: false });
    try {
      database.transaction(() => undefined);
    } finally {
      database.close();
    }
  } catch (error) {
    if (isBusy(error)) throw noLocks(file);
  } finally {
    await rm(probe, { force: true });
  }
}

/** The error for a file system that does not lock files. */
export function noLocks(file: string): LocalStoreError {
  return new LocalStoreError(
    "failing",
    `the file system of ${file} does not lock files, as some network file systems do not`,
    "keep the store on a local disk",
  );
}
