import { chooseKeySource, type KeySourceKind } from "./key-source.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { assertNotLost } from "./missing-store.ts";
import { openPresentFile, openPresentStore } from "./open-store.ts";
import { openWithSource } from "./opening-key.ts";
import { statusOf } from "./private-file.ts";
import type { StoreHeader } from "./store-header.ts";
import { type StoreConfig, storeOperation, type StoreOperationOptions } from "./store-operation.ts";

/** Where the key of a store comes from. Holds no key and no passphrase. */
export interface KeySourceReport {
  /** The file of the store. */
  readonly file: string;
  /** What the store was made with; `undefined` where there is no store yet. */
  readonly expected: KeySourceKind | undefined;
  /** What is configured, or would be used by default. */
  readonly kind: KeySourceKind;
  /** Where it is: `"KEYKIST_KEY"`, `"the option key"`, the path of a key file, `"the passphrase"` that a person is asked for. */
  readonly from: string;
  /** Whether it opens the store; `undefined` where there is no store yet, or a person would have to be asked. */
  readonly opens: boolean | undefined;
}

/** The public function of this name. */
export function keySource(
  config: StoreConfig,
  options: StoreOperationOptions,
): Promise<KeySourceReport> {
  const operation = {
    name: "keySource",
    action: "say where the key comes from",
    config: { ...config, readOnly: true },
    options,
  };
  return storeOperation(operation, async (opening, call) => {
    const { file } = opening;
    const asking = { ...opening, storeFile: file, askPassphrase: undefined };
    const status = await statusOf(file);
    if (status === undefined) {
      const source = await chooseKeySource({ ...asking, expected: undefined });
      await assertNotLost(file, source, opening.config);
      const { kind, from } = source;
      return { file, expected: undefined, kind, from, opens: undefined };
    }
    const { database, stored } = await openPresentFile(opening, call);
    database.close();
    const { header } = stored;
    const expected = header.source;
    const { kind, from } = await chooseKeySource({ ...asking, expected });
    if (expected === "passphrase" && kind === "key-file" && opening.config.keyFile === undefined) {
      return { file, expected, kind: expected, from: "the passphrase", opens: undefined };
    }
    return { file, expected, kind, from, opens: await opensHeader(header, asking) };
  });
}

async function opensHeader(
  header: StoreHeader,
  options: Parameters<typeof openWithSource>[1],
): Promise<boolean> {
  try {
    await openWithSource(header, options);
    return true;
  } catch (error) {
    if (error instanceof LocalStoreError && error.problem === "wrong-key") return false;
    throw error;
  }
}

/** The public function of this name. */
export function exportKey(config: StoreConfig, options: StoreOperationOptions): Promise<string> {
  const operation = {
    name: "exportKey",
    action: "export the key",
    config: { ...config, readOnly: true },
    options,
  };
  return storeOperation(operation, async (opening, call) => {
    const { store, source, openingKey } = await openPresentStore(opening, call);
    store.database.close();
    if (source.kind !== "passphrase") return openingKey.toString("base64");
    throw new LocalStoreError(
      "not-exportable",
      "a passphrase opens the store, which has no key of its own",
      "give the passphrase on, or give the store a key with rekey",
    );
  });
}
