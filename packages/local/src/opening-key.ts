import { randomBytes } from "node:crypto";
import {
  chooseKeySource,
  type KeySource,
  type KeySourceOptions,
  missingKeyFile,
  newPassphraseCosts,
  type PassphraseCosts,
  passphraseKey,
  readKeyFile,
  wrongKey,
} from "./key-source.ts";
import { LocalStoreError } from "./local-store-error.ts";
import type { Environment } from "./store-file.ts";
import { KEY_BYTES } from "./sealing.ts";
import { openHeader, type StoreHeader, type StoreKeys } from "./store-header.ts";

/** What opened a store. */
export interface OpenedHeader {
  readonly source: KeySource;
  /** The key that opens the header. Kept no longer than it is needed. */
  readonly openingKey: Buffer;
  readonly keys: StoreKeys;
}

/**
 * Opens a header with the key that the sources give now. Never makes a key.
 *
 * Fails as `wrong-key` where they give none, or one that does not open it.
 */
export async function openWithSource(
  header: StoreHeader,
  options: Omit<KeySourceOptions, "expected">,
): Promise<OpenedHeader> {
  const source = await chooseKeySource({ ...options, expected: header.source });
  // A key file holds two keys for a moment while the store is given another one.
  for (const openingKey of await candidates(source, header, options.storeFile)) {
    const keys = openHeader(header, openingKey);
    if (keys !== undefined) return { source, openingKey, keys };
  }
  throw wrongKey(header.source, source, options.storeFile);
}

async function candidates(
  source: KeySource,
  header: StoreHeader,
  storeFile: string,
): Promise<readonly Buffer[]> {
  switch (source.kind) {
    case "key":
      return [source.key];
    case "passphrase":
      // A store that was not made with a passphrase has no costs, and no passphrase opens it.
      if (header.costs === undefined) throw wrongKey(header.source, source, storeFile);
      return [await passphraseKey(source.passphrase, header.costs)];
    case "key-file": {
      const keys = await readKeyFile(source.file);
      if (keys === undefined) throw missingKeyFile(header.source, source.file, storeFile);
      return keys;
    }
  }
}

/** The key that is to open a new store. */
export interface NewOpeningKey {
  readonly openingKey: Buffer;
  /** The key file to be made with it, before the store; `undefined` if the key already exists elsewhere. */
  readonly keyFile: string | undefined;
}

/** Chooses the key that opens a new store. It is a new key if the source is a key file that does not exist yet. */
export async function newOpeningKey(
  source: KeySource,
  costs: PassphraseCosts | undefined,
  environment: Environment,
): Promise<NewOpeningKey> {
  if (source.kind === "key") return { openingKey: source.key, keyFile: undefined };
  if (source.kind === "passphrase") {
    const openingKey = await passphraseKey(source.passphrase, costs ?? newPassphraseCosts());
    return { openingKey, keyFile: undefined };
  }
  const present = await readKeyFile(source.file);
  if (present !== undefined) return { openingKey: present[0], keyFile: undefined };
  const { CI: inCi = "" } = environment;
  if (inCi !== "" && inCi !== "false") {
    throw new LocalStoreError(
      "no-new-key",
      "no key is set, and in CI no key file is made: it would be gone with the job, and the store unreadable",
      "set KEYKIST_KEY (openssl rand -base64 32 makes one)",
    );
  }
  return { openingKey: randomBytes(KEY_BYTES), keyFile: source.file };
}
