import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { LocalStoreError } from "./local-store-error.ts";
import type { KeySourceKind, PassphraseCosts } from "./key-source.ts";
import { associatedData, KEY_BYTES, seal, type StateKeys, unseal } from "./sealing.ts";

/** The format that this version reads and writes, also SQLite's `user_version`. */
export const FORMAT = 1;

/** The one row of the table `store`: how to come by the keys of everything else. */
export interface StoreHeader {
  readonly format: number;
  /** Identifies the store; copies of it have the same. */
  readonly id: string;
  readonly source: KeySourceKind;
  /** How the passphrase becomes the key that opens the store. */
  readonly costs?: PassphraseCosts | undefined;
  /** The data key, sealed under the key that opens the store; base64. */
  readonly dataKey: string;
  /** A checksum of the rest, so that a damaged header is not taken for a wrong key; base64. */
  readonly check: string;
}

/** SHA-256 of everything else in a header. It shows damage; against a forger stands the sealed data key. */
function checksum(header: Omit<StoreHeader, "check">): string {
  const { format, id, source, dataKey } = header;
  const bytes = associatedData([
    "keykist local 1 header",
    `${format}`,
    id,
    source,
    ...costFields(header),
    dataKey,
  ]);
  return createHash("sha256").update(bytes).digest("base64");
}

function costFields({ costs }: Pick<StoreHeader, "costs">): string[] {
  return costs === undefined ? [] : [`${costs.N}`, `${costs.r}`, `${costs.p}`, costs.salt];
}

/** The keys of an open store. */
export interface StoreKeys extends StateKeys {
  readonly sealing: KeyObject;
  readonly digest: KeyObject;
}

function boundTo(header: Pick<StoreHeader, "id" | "costs">): Buffer {
  return associatedData(["keykist local 1 key", header.id, ...costFields(header)]);
}

/** Keys for one purpose each, from the data key (HKDF, RFC 5869). */
function keysOf(dataKey: Buffer): StoreKeys {
  const one = (purpose: string): KeyObject =>
    createSecretKey(
      Buffer.from(
        hkdfSync("sha256", dataKey, Buffer.alloc(0), `keykist local 1 ${purpose}`, KEY_BYTES),
      ),
    );
  return { sealing: one("sealing"), digest: one("digest") };
}

export interface NewHeader {
  readonly source: KeySourceKind;
  readonly costs: PassphraseCosts | undefined;
  readonly openingKey: Buffer;
  /** Kept when a store is given another key; else a new one. */
  readonly id?: string | undefined;
}

/** The header of a store with a new data key. */
export function newHeader(options: NewHeader): {
  readonly header: StoreHeader;
  readonly keys: StoreKeys;
} {
  const { source, costs, openingKey, id = crypto.randomUUID() } = options;
  const dataKey = randomBytes(KEY_BYTES);
  const sealed = seal(openingKey, dataKey, boundTo({ id, costs }));
  const header = { format: FORMAT, id, source, costs, dataKey: sealed.toString("base64") };
  return { header: { ...header, check: checksum(header) }, keys: keysOf(dataKey) };
}

/** The keys of a store; `undefined` where the key is another's. */
export function openHeader(header: StoreHeader, openingKey: Buffer): StoreKeys | undefined {
  const dataKey = unseal(openingKey, Buffer.from(header.dataKey, "base64"), boundTo(header));
  return dataKey === undefined ? undefined : keysOf(dataKey);
}

/** Reads a header; nothing of it is trusted before its key has opened. */
export function parseHeader(text: unknown): StoreHeader {
  const value = typeof text === "string" ? jsonOf(text) : undefined;
  if (!isHeader(value) || value.check !== checksum(value)) {
    throw new LocalStoreError(
      "damaged",
      "the header of the store is damaged",
      "restore the store from a copy",
    );
  }
  return value;
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

const sources: ReadonlySet<unknown> = new Set(["key", "passphrase", "key-file"]);
/**
 * Twice the memory, in bytes, and twice the work of a new store. Higher costs are an attack or damage. Anyone who can write the file
 * can set them, and they are spent before the passphrase is known to be wrong. docs/local-format.md states the same bounds.
 */
const MAXIMUM_MEMORY = 2 ** 28;
const MAXIMUM_WORK = 2 ** 21;

function isHeader(value: unknown): value is StoreHeader {
  const field = (name: string): unknown => Reflect.get(Object(value), name);
  const costs = field("costs");
  return (
    field("format") === FORMAT &&
    typeof field("id") === "string" &&
    typeof field("dataKey") === "string" &&
    typeof field("check") === "string" &&
    sources.has(field("source")) &&
    (field("source") === "passphrase" ? isCosts(costs) : costs === undefined)
  );
}

function isCosts(value: unknown): value is PassphraseCosts {
  const field = (name: string): unknown => Reflect.get(Object(value), name);
  const cost = (name: string): number => {
    const number = field(name);
    return typeof number === "number" && Number.isInteger(number) && number > 0 ? number : Infinity;
  };
  const [N, r, p] = [cost("N"), cost("r"), cost("p")] as const;
  return (
    // scrypt takes powers of two above one.
    N > 1 &&
    Number.isInteger(Math.log2(N)) &&
    128 * r * N <= MAXIMUM_MEMORY &&
    N * r * p <= MAXIMUM_WORK &&
    typeof field("salt") === "string"
  );
}
