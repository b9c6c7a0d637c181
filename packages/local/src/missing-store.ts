import { readdir } from "node:fs/promises";
import path from "node:path";
import type { LocalConfig } from "./config.ts";
import type { KeySource } from "./key-source.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { assertPrivateFile, statusOf } from "./private-file.ts";
import { isDraftOf } from "./sweep-drafts.ts";

/**
 * Fails if a store was lost: it is missing, and the key file that was made with it still exists. Without this check, the
 * secrets would be reported as never registered, and a second store would take the place of the first.
 *
 * A key file that the user named proves nothing, since it may be shared, or exist before the store. While a store is being
 * made, its draft exists from before the key file until the store is placed. So an interrupted creation does not look like a loss.
 */
export async function assertNotLost(
  file: string,
  source: KeySource,
  { keyFile }: Pick<LocalConfig, "keyFile">,
): Promise<void> {
  if (source.kind !== "key-file" || keyFile !== undefined) return;
  const keyStatus = await statusOf(source.file);
  if (keyStatus === undefined || (await hasDraft(file))) return;
  // A key file of another user proves nothing about a store.
  assertPrivateFile(source.file, keyStatus);
  // Another process may have placed the store by now. The draft goes after that.
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
