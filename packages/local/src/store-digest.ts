import {
  fingerprint,
  seal,
  type StateIdentity,
  type StateKind,
  unseal,
  associatedData,
  damagedState,
} from "./sealing.ts";
import type { StoreKeys } from "./store-header.ts";

/*
 * A digest of everything that is in a store: the sum of the fingerprints of its states, modulo 2²⁵⁶ (an
 * additive hash of a multiset: Bellare and Micciancio, "A New Paradigm for Collision-Free Hashing", 1997;
 * the fingerprints are keyed, so that no thief can aim at a sum). It changes with every write, in constant
 * time, and shows a row that is missing, doubled or from elsewhere, which no row by itself can show.
 */

const MODULUS = 1n << 256n;
const BYTES = 32;
const bound = associatedData(["keykist local 1 digest"]);

/** A state that enters or leaves a store. */
export interface Change {
  readonly kind: StateKind;
  readonly state: StateIdentity;
  readonly by: "added" | "removed";
}

function number(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString("hex")}`);
}

/** The digest of no states. */
export const EMPTY_DIGEST = 0n;

/** The digest after changes. */
export function changedDigest(digest: bigint, changes: readonly Change[], keys: StoreKeys): bigint {
  let sum = digest;
  for (const { kind, state, by } of changes) {
    const value = number(fingerprint(keys.digest, kind, state));
    sum = by === "added" ? sum + value : sum - value + MODULUS;
  }
  return sum % MODULUS;
}

/** A digest as it is stored: sealed, so that it can be neither read nor made. */
export function sealDigest(digest: bigint, keys: StoreKeys): Buffer {
  const bytes = Buffer.from(digest.toString(16).padStart(BYTES * 2, "0"), "hex");
  return seal(keys.sealing, bytes, bound);
}

/** A stored digest. Fails as `damaged` where it is not what was sealed. */
export function unsealDigest(sealed: unknown, keys: StoreKeys): bigint {
  const bytes = sealed instanceof Uint8Array ? unseal(keys.sealing, sealed, bound) : undefined;
  if (bytes?.length !== BYTES) throw damagedState();
  return number(bytes);
}
