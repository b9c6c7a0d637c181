import { randomBytes } from "node:crypto";
import path from "node:path";
import {
  chooseKeySource,
  type KeySourceKind,
  type KeySourceOptions,
  newPassphraseCosts,
  type PassphraseCosts,
  passphraseKey,
} from "./key-source.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { assertOwnFolder } from "./own-place.ts";
import { ensureFolder } from "./private-file.ts";
import { KEY_BYTES } from "./sealing.ts";

/** What is to open a store from now on. */
export type NewKey =
  /** A new key, made here and written to a file: the configured one, else beside the store with `.key` at its end. */
  | { readonly kind: "key-file"; readonly file?: string | undefined }
  /** 32 bytes as base64. */
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "passphrase"; readonly passphrase: string };

/** The key that is to open the store. */
export interface NextKey {
  readonly kind: KeySourceKind;
  readonly openingKey: Buffer;
  readonly costs: PassphraseCosts | undefined;
  readonly keyFile: string | undefined;
}

/** The key of what a caller asks for, made here where it is to be new. Checked before anything is changed. */
export async function nextKey(to: NewKey, { file, config }: OpenStoreOptions): Promise<NextKey> {
  const source = await chooseKeySource({
    config: configuredAs(to, config.keyFile ?? `${file}.key`),
    environment: {},
    storeFile: file,
    expected: undefined,
    askPassphrase: undefined,
  });
  switch (source.kind) {
    case "key":
      return { kind: source.kind, openingKey: source.key, costs: undefined, keyFile: undefined };
    case "passphrase": {
      const costs = newPassphraseCosts();
      const openingKey = await passphraseKey(source.passphrase, costs);
      return { kind: source.kind, openingKey, costs, keyFile: undefined };
    }
    case "key-file":
      await ensureFolder(source.file);
      await assertOwnFolder(source.file, { holds: "key file" });
      return {
        kind: source.kind,
        openingKey: randomBytes(KEY_BYTES),
        costs: undefined,
        keyFile: path.resolve(source.file),
      };
  }
}

function configuredAs(to: NewKey, keyFile: string): KeySourceOptions["config"] {
  switch (to.kind) {
    case "key":
      return { key: to.key };
    case "passphrase":
      return { passphrase: to.passphrase };
    case "key-file":
      return { keyFile: to.file ?? keyFile };
  }
}
