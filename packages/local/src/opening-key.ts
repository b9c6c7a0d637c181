import {
  chooseKeySource,
  createKeyFile,
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

/** What making a key depends on. */
export interface NewOpeningKeyOptions {
  readonly environment: Environment;
  /** Tells a person something once: that a key file was made. */
  readonly announce: (message: string) => void;
}

/** The key that opens a new store; makes a key file where that is the source and there is none. */
export async function newOpeningKey(
  source: KeySource,
  costs: PassphraseCosts | undefined,
  { environment, announce }: NewOpeningKeyOptions,
): Promise<Buffer> {
  if (source.kind === "key") return source.key;
  if (source.kind === "passphrase")
    return passphraseKey(source.passphrase, costs ?? newPassphraseCosts());
  const present = await readKeyFile(source.file);
  if (present !== undefined) return present[0];
  if (
    environment["CI"] !== undefined &&
    environment["CI"] !== "" &&
    environment["CI"] !== "false"
  ) {
    throw new LocalStoreError(
      "no-new-key",
      "no key is set, and in CI no key file is made: it would be gone with the job, and the store unreadable",
      "set KEYKIST_KEY (openssl rand -base64 32 makes one)",
    );
  }
  const { key, created } = await createKeyFile(source.file);
  if (created) {
    announce(
      `keykist made the key file ${source.file}. Keep a copy of it apart from the store: without it nobody can read the store.`,
    );
  }
  return key;
}
