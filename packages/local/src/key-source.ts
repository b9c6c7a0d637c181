import { randomBytes, scrypt } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { promisify } from "node:util";
import type { LocalConfig } from "./config.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { assertOwnFolder } from "./own-place.ts";
import {
  assertPrivateFile,
  assertReadable,
  createPrivateFile,
  draftOf,
  ensureFolder,
  placeDraft,
  statusOf,
} from "./private-file.ts";
import { KEY_BYTES } from "./sealing.ts";
import type { Environment } from "./store-file.ts";

/** Where the key comes from that opens a store. The store remembers which it was made with. */
export type KeySourceKind = "key" | "passphrase" | "key-file";

/** The key that opens a store, or how to come by it. */
export type KeySource =
  | { readonly kind: "key"; readonly from: string; readonly key: Buffer }
  | { readonly kind: "passphrase"; readonly from: string; readonly passphrase: string }
  | { readonly kind: "key-file"; readonly from: string; readonly file: string };

/** How a passphrase becomes a key: scrypt (RFC 7914) with these costs. */
export interface PassphraseCosts {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  /** 16 bytes, as base64. */
  readonly salt: string;
}

/** About 0.3 s and 128 MiB: the first choice of OWASP's Password Storage Cheat Sheet (2026). */
export function newPassphraseCosts(): PassphraseCosts {
  return { N: 2 ** 17, r: 8, p: 1, salt: randomBytes(16).toString("base64") };
}

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** The key of a passphrase. Runs beside the event loop. */
export function passphraseKey(
  passphrase: string,
  { N, r, p, salt }: PassphraseCosts,
): Promise<Buffer> {
  return derive(passphrase, Buffer.from(salt, "base64"), KEY_BYTES, {
    N,
    r,
    p,
    // Twice what it takes: OpenSSL counts some more.
    maxmem: 256 * r * (N + p + 2),
  });
}

/** The bytes of a key that is written as base64. */
export function parseKey(
  text: string,
  from: string,
  remedy: string = "unset it to use another source",
): Buffer {
  const compact = text.trim();
  const key = Buffer.from(compact, "base64");
  if (key.length === KEY_BYTES && key.toString("base64") === compact) return key;
  throw new LocalStoreError(
    "malformed-key",
    compact === "" ? `${from} is set, but empty` : `${from} is no key`,
    `a key is 32 bytes as base64, 44 characters: openssl rand -base64 32 makes one; ${remedy}`,
  );
}

export interface KeySourceOptions {
  readonly config: Pick<LocalConfig, "key" | "passphrase" | "keyFile">;
  readonly environment: Environment;
  readonly storeFile: string;
  /** What the store was made with; `undefined` for a new one. */
  readonly expected: KeySourceKind | undefined;
  /** Asks a person, where there is one. */
  readonly askPassphrase: (() => Promise<string>) | undefined;
}

function passphraseSource(passphrase: string, from: string): KeySource {
  if (passphrase.trim() !== "") return { kind: "passphrase", from, passphrase };
  throw new LocalStoreError(
    "malformed-key",
    `${from} is set, but empty`,
    "set a passphrase, or unset it",
  );
}

/**
 * The first source that is set: the configuration, `KEYKIST_KEY`, `KEYKIST_PASSPHRASE`, a person where the
 * store wants a passphrase, else the key file. What is set but cannot be is an error, never passed over.
 */
export async function chooseKeySource(options: KeySourceOptions): Promise<KeySource> {
  const { config, environment, storeFile, expected, askPassphrase } = options;
  if (config.key !== undefined) {
    return { kind: "key", from: "the option key", key: parseKey(config.key, "the option key") };
  }
  if (config.passphrase !== undefined)
    return passphraseSource(config.passphrase, "the option passphrase");
  if (config.keyFile !== undefined) {
    if (config.keyFile.trim() !== "")
      return { kind: "key-file", from: config.keyFile, file: config.keyFile };
    throw new LocalStoreError(
      "malformed-key",
      "the option keyFile is set, but empty",
      "name a file, or leave the option out",
    );
  }
  const { KEYKIST_KEY: key, KEYKIST_PASSPHRASE: passphrase } = environment;
  if (key !== undefined)
    return { kind: "key", from: "KEYKIST_KEY", key: parseKey(key, "KEYKIST_KEY") };
  if (passphrase !== undefined) return passphraseSource(passphrase, "KEYKIST_PASSPHRASE");
  if (expected === "passphrase" && askPassphrase !== undefined) {
    return passphraseSource(await askPassphrase(), "the passphrase");
  }
  const file = `${storeFile}.key`;
  return { kind: "key-file", from: file, file };
}

/** The keys that are written in a key file, a line each: one, or several after a rekey. */
export function parseKeyFile(text: string, file: string): readonly [Buffer, ...Buffer[]] {
  const [first = "", ...others] = text.split("\n").filter((line) => line.trim() !== "");
  const from = `the key file ${file}`;
  const remedy = "put the key file back from a copy";
  return [parseKey(first, from, remedy), ...others.map((line) => parseKey(line, from, remedy))];
}

/** The keys of a key file; `undefined` where there is none. */
export async function readKeyFile(
  file: string,
): Promise<readonly [Buffer, ...Buffer[]] | undefined> {
  const status = await statusOf(file);
  if (status === undefined) return undefined;
  assertPrivateFile(file, status);
  await assertOwnFolder(file, { holds: "key file" });
  await assertReadable(file);
  return parseKeyFile(await readFile(file, "utf8"), file);
}

/**
 * Makes a key file with this key.
 *
 * @returns false where there is one already: another process was first, and its key counts
 */
export async function createKeyFile(file: string, key: Buffer): Promise<boolean> {
  await ensureFolder(file);
  await assertOwnFolder(file, { holds: "key file" });
  const draft = draftOf(file);
  try {
    await createPrivateFile(draft, `${key.toString("base64")}\n`);
    return await placeDraft(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

const descriptions: Readonly<Record<KeySourceKind, string>> = {
  key: "a key of its own: set KEYKIST_KEY, or the option key",
  passphrase: "a passphrase: set KEYKIST_PASSPHRASE, or the option passphrase",
  "key-file": "a key file",
};

/** What to do about a key of the kind that the store expects, which is not the store's. */
const another: Readonly<Record<KeySourceKind, string>> = {
  key: "the store was made with another key: set the one that belongs to it; without it nobody can read the store",
  passphrase:
    "the store was made with another passphrase: correct it; without it nobody can read the store",
  "key-file":
    "it belongs to another store: put back a copy of the key file of this one; without it nobody can read the store",
};

/** The error for a store that the key does not open. */
export function wrongKey(
  expected: KeySourceKind,
  source: KeySource,
  storeFile: string,
): LocalStoreError {
  const expectation =
    expected === "key-file"
      ? `a key file: ${storeFile}.key, unless it was moved`
      : descriptions[expected];
  return new LocalStoreError(
    "wrong-key",
    `${source.from} does not open the store ${storeFile}`,
    source.kind === expected ? another[expected] : `the store was made with ${expectation}`,
  );
}

/** The error for a store whose key file is not there. */
export function missingKeyFile(
  expected: KeySourceKind,
  file: string,
  storeFile: string,
): LocalStoreError {
  return new LocalStoreError(
    "wrong-key",
    expected === "key-file"
      ? `the key file ${file} is missing`
      : `no key is set for the store ${storeFile}`,
    expected === "key-file"
      ? "put it back from a copy, or set KEYKIST_KEY to what `kist key export` writes where it is: without the key nobody can read the store"
      : `the store was made with ${descriptions[expected]}`,
  );
}
