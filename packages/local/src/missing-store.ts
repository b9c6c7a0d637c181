import { readdir } from "node:fs/promises";
import path from "node:path";
import type { LocalConfig } from "./config.ts";
import type { KeySource } from "./key-source.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { assertPrivateFile, statusOf } from "./private-file.ts";
import { isDraftOf } from "./sweep-drafts.ts";

/**
 * Fails where a store is missing that was there: its own key file is made with it, and still stands in its place. Without this,
 * the secrets would be reported as never registered, and a second store would take the place of the first.
 *
 * A key file that is named says nothing: it may be shared, or be there first. Making a store leaves a draft of it from
 * before the key file appears until the store does, so that a creation that was cut short is told from a loss.
 */
export async function assertNotLost(
  file: string,
  source: KeySource,
  { keyFile }: Pick<LocalConfig, "keyFile">,
): Promise<void> {
  if (source.kind !== "key-file" || keyFile !== undefined) return;
  const keyStatus = await statusOf(source.file);
  if (keyStatus === undefined || (await hasDraft(file))) return;
  // One that somebody else has put there tells nothing of a store.
  assertPrivateFile(source.file, keyStatus);
  // Whoever was making it may be done: the draft goes after the store has come.
  if ((await statusOf(file)) !== undefined) return;
  throw new LocalStoreError(
    "lost",
    `the store ${file} is missing, although its key file is there`,
    `restore the store from a copy; to begin again without its secrets, remove ${source.file}`,
  );
}

async function hasDraft(file: string): Promise<boolean> {
  const names = await readdir(path.dirname(file));
  return names.some((name) => isDraftOf("store", file, name));
}
