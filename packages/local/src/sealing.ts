import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import type { Entries } from "@keykist/core";
import { LocalStoreError } from "./local-store-error.ts";

/*
 * AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits for each sealing. Up to 2³² sealings under
 * one key are within its bounds; `rekey` makes a new one. Laid out as nonce, ciphertext, tag.
 */

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Before each field that a sealed text is bound to: its length. */
const LENGTH_BYTES = 4;
/** Bytes of every key. */
export const KEY_BYTES = 32;

/** 32 bytes. What is used often is a `KeyObject`: Node prepares a `Buffer` again each time, which takes longer than sealing. */
export type Key = KeyObject | Buffer;

/** The keys of the states of a store. */
export interface StateKeys {
  /** Seals entries. */
  readonly sealing: Key;
  /** Fingerprints what is in the store. */
  readonly digest: Key;
}

const NOTHING = new Uint8Array(0);

/** What a sealed text is bound to, unambiguously: fields, each with its length before it, and bytes of a fixed length. */
export function associatedData(fields: readonly string[], end: Uint8Array = NOTHING): Buffer {
  let size = end.length;
  for (const field of fields) size += LENGTH_BYTES + Buffer.byteLength(field);
  // One buffer and no copies: this is a good part of what a read costs. Every byte of it is written.
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const field of fields) {
    const length = bytes.write(field, at + LENGTH_BYTES);
    bytes.writeUInt32BE(length, at);
    at += LENGTH_BYTES + length;
  }
  bytes.set(end, at);
  return bytes;
}

/** Seals bytes under a key, bound to associated data. */
export function seal(key: Key, bytes: Buffer, bound: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** The bytes that were sealed; `undefined` where the key, the bytes or what they are bound to is another. */
export function unseal(key: Key, sealed: Uint8Array, bound: Buffer): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(sealed.length - TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(bound);
  decipher.setAuthTag(tag);
  try {
    // GCM deciphers byte by byte: `final` only says whether all was right.
    const bytes = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
    decipher.final();
    return bytes;
  } catch {
    // GCM says no more than that something does not fit.
    return undefined;
  }
}

/** What is known of a state beside its entries. */
export interface StateIdentity {
  readonly path: string;
  readonly type: string;
  /** Counts the states of the secret. */
  readonly number: number;
  readonly revision: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Whether a state is the one in force, or one that it has replaced. */
export type StateKind = "current" | "earlier";

/** What a row holds beside the identity of its state, and by which the row is known to be what was written. */
export interface SealedRow {
  readonly fingerprint: Uint8Array;
  readonly sealed: Uint8Array;
}

function boundTo(purpose: string, kind: StateKind, state: StateIdentity): readonly string[] {
  const { path, type, number, revision, createdAt, updatedAt } = state;
  const counts = [`${createdAt}`, `${updatedAt}`] as const;
  return [`keykist local 1 ${purpose}`, kind, `${number}`, path, type, revision, ...counts];
}

/**
 * A keyed fingerprint of the identity of a state. It stands in the row of the state, so that listings
 * need not unseal what they show, and it is summed up in the digest of the whole store.
 */
export function fingerprint(key: Key, kind: StateKind, state: StateIdentity): Buffer {
  return createHmac("sha256", key)
    .update(associatedData(boundTo("fingerprint", kind, state)))
    .digest();
}

/**
 * Seals the entries of a state: JSON of an array of pairs. They are bound to all else that its row holds, the
 * fingerprint too: rows can be neither exchanged nor renamed, an earlier state cannot be put back as the one in
 * force, and who reads needs no other check.
 */
export function sealState(
  { sealing, digest }: StateKeys,
  kind: StateKind,
  state: StateIdentity,
  entries: Entries,
): SealedRow {
  const mark = fingerprint(digest, kind, state);
  const bytes = Buffer.from(JSON.stringify([...entries]), "utf8");
  const bound = associatedData(boundTo("state", kind, state), mark);
  return { fingerprint: mark, sealed: seal(sealing, bytes, bound) };
}

/** The entries of a state. Fails as `damaged` where anything of its row is not what was written. */
export function unsealEntries(
  { sealing }: Pick<StateKeys, "sealing">,
  kind: StateKind,
  state: StateIdentity,
  row: SealedRow,
): Entries {
  const bound = associatedData(boundTo("state", kind, state), row.fingerprint);
  const bytes = unseal(sealing, row.sealed, bound);
  if (bytes === undefined) throw damagedState();
  const pairs: unknown = JSON.parse(bytes.toString("utf8"));
  if (!Array.isArray(pairs) || !pairs.every(isPair)) throw damagedState();
  return new Map(pairs);
}

function isPair(value: unknown): value is readonly [key: string, value: string] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string")
  );
}

/** The error for a row that is not what was written. */
export function damagedState(): LocalStoreError {
  return new LocalStoreError(
    "damaged",
    "a row of the store is not what was written",
    "restore the store from a copy",
  );
}
