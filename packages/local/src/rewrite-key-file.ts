import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { parseKeyFile } from "./key-source.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { assertPrivateFile } from "./private-file.ts";

const MODE = 0o600;
/** Rewriting takes milliseconds: a draft that is older was left by a process that died. Milliseconds. */
const STALE = 60_000;

/**
 * Changes the keys that are in a key file, whole or not at all: a reader finds the keys of before or those of
 * after. Nobody else changes the file in the meantime, also not for another store that shares it. Synchronous,
 * since it is done within a transaction of the store.
 */
export function rewriteKeyFile(
  file: string,
  change: (present: readonly Buffer[]) => readonly Buffer[],
): void {
  const draft = `${file}.new`;
  // The draft is the lock: only one process can make it, and renaming it gives it back.
  const descriptor = openDraft(draft);
  try {
    const present = keysIn(file);
    try {
      if (process.platform !== "win32") fchmodSync(descriptor, MODE);
      const lines = change(present ?? []).map((key) => `${key.toString("base64")}\n`);
      writeFileSync(descriptor, lines.join(""));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (present === undefined) {
      // Fails where another process has made a key file in the meantime, which is someone's only key.
      linkSync(draft, file);
      // Whoever opens the store may have removed it already, as a second name of the key file.
      rmSync(draft, { force: true });
    } else {
      renameSync(draft, file);
    }
    synchroniseFolder(file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function openDraft(draft: string): number {
  const { O_CREAT, O_EXCL, O_WRONLY } = constants;
  const open = (): number => openSync(draft, O_CREAT | O_EXCL | O_WRONLY, MODE);
  try {
    return open();
  } catch (error) {
    if (Reflect.get(Object(error), "code") !== "EEXIST") throw error;
    const status = statSync(draft, { throwIfNoEntry: false });
    if (status !== undefined && Date.now() - status.mtimeMs < STALE) {
      throw new LocalStoreError(
        "failing",
        `${draft} is in the way: another process changes the key file, or has died doing so`,
        "try again in a minute",
      );
    }
    rmSync(draft, { force: true });
    return open();
  }
}

function keysIn(file: string): readonly Buffer[] | undefined {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  assertPrivateFile(file, status);
  return parseKeyFile(readFileSync(file, "utf8"), file);
}

/** Makes the new name last: a power cut must not bring back the file of before. */
function synchroniseFolder(file: string): void {
  // Windows opens no folders; NTFS journals names by itself.
  if (process.platform === "win32") return;
  const descriptor = openSync(path.dirname(file), constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
