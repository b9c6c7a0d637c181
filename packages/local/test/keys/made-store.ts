import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { arbitrarySchema } from "@keykist/core";
import {
  type LocalConfig,
  LocalSecretsManager,
  type LocalSecretsManagerOptions,
} from "../../src/index.ts";
import { StoreFolder } from "../processes/store-folder.ts";

/** What opens a store, of its configuration. */
export type Source = Partial<Pick<LocalConfig, "key" | "passphrase" | "keyFile">>;

/** What a manager is given that may have to find or make a key. */
export type Options = Pick<
  LocalSecretsManagerOptions,
  "environment" | "askPassphrase" | "announce"
>;

export const KEY: string = Buffer.alloc(32, 1).toString("base64");

/** What every store of these tests holds. */
export const secret = arbitrarySchema.create("db", { password: "…" });

export function open(
  file: string,
  source: Source = {},
  options: Options = {},
): LocalSecretsManager {
  return new LocalSecretsManager({ file, ...source }, { environment: {}, announce, ...options });
}

function announce(): void {
  // What is announced has tests of its own.
}

/** The bytes of a store that was made with the passphrase `tulip`: deriving its key takes a while. */
let tulipStore: Promise<Buffer> | undefined;

async function makeTulipStore(): Promise<Buffer> {
  await using folder = await StoreFolder.make();
  await using manager = open(folder.file, { passphrase: "tulip" });
  await manager.registerSecret(secret);
  return await readFile(folder.file);
}

/** Makes a store with a secret, and answers how to see that nothing of it has changed. */
export async function makeStore(
  file: string,
  source: Source = {},
  options: Options = {},
): Promise<() => Promise<unknown>> {
  if (source.passphrase === "tulip") {
    tulipStore ??= makeTulipStore();
    await writeFile(file, await tulipStore, { mode: 0o600 });
  } else {
    await using manager = open(file, source, options);
    await manager.registerSecret(secret);
  }
  const folder = path.dirname(file);
  return async () => ({
    files: (await readdir(folder)).toSorted(),
    bytes: (await readFile(file)).toString("base64"),
    changed: (await stat(file, { bigint: true })).mtimeNs,
  });
}
