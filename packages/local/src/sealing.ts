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

/** 32 bytes. What is used often is a `KeyObject`: Node prepares a `Buffer` anew each time, which takes longer than sealing. */
export type Key = KeyObject | Buffer;

/** Fields that a sealed text is bound to, unambiguously: each with its length before it. */
export function associatedData(fields: readonly string[]): Buffer {
  const lengths = fields.map((field) => Buffer.byteLength(field));
  // One buffer and no copies: this is a good part of what a read costs.
  const bytes = Buffer.alloc(lengths.reduce((sum, length) => sum + LENGTH_BYTES + length, 0));
  let at = 0;
  for (const [index, field] of fields.entries()) {
    at = bytes.writeUInt32BE(lengths[index] ?? 0, at);
    at += bytes.write(field, at);
  }
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
    return Buffer.concat([
      decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    // GCM says no more than that something does not fit.
    return undefined;
  }
}

/** What the entries of one state are bound to: rows can be neither exchanged nor renamed. */
export interface StateIdentity {
  readonly path: string;
  readonly type: string;
  readonly revision: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Whether a state is the one in force, or one that it has replaced. */
export type StateKind = "current" | "earlier";

/** A state among those of its secret. */
export interface CountedState extends StateIdentity {
  /** Counts the states of the secret. */
  readonly number: number;
}

function boundTo({ path, type, revision, createdAt, updatedAt }: StateIdentity): Buffer {
  return associatedData([
    "keykist local 1 state",
    path,
    type,
    revision,
    `${createdAt}`,
    `${updatedAt}`,
  ]);
}

/** Seals the entries of a state: JSON of an array of pairs. */
export function sealEntries(key: Key, identity: StateIdentity, entries: Entries): Buffer {
  return seal(key, Buffer.from(JSON.stringify([...entries]), "utf8"), boundTo(identity));
}

/** The entries of a state. Fails as `damaged` where they are not what was sealed. */
export function unsealEntries(key: Key, identity: StateIdentity, sealed: Uint8Array): Entries {
  const bytes = unseal(key, sealed, boundTo(identity));
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

/**
 * A keyed fingerprint of all that can be read of a state. It stands in the row of the state, so that listings
 * need not unseal what they show and an earlier state cannot be put back as the one in force, and
 * it is summed up in the digest of the whole store.
 */
export function fingerprint(key: Key, kind: StateKind, state: CountedState): Buffer {
  const bound = associatedData(["keykist local 1 digest", kind, `${state.number}`]);
  return createHmac("sha256", key).update(bound).update(boundTo(state)).digest();
}
