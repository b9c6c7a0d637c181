/** Where the value of a key is: a version, by number, of a secret of its own. */
export interface KeyEntry {
  /** The id of the key's secret. */
  readonly secret: string;
  /** Absent for an empty value, of which GCP keeps no version. */
  readonly version?: ValueVersion | undefined;
  /** Tells whether another value is the same, without reading this one; of the flavor's making. */
  readonly digest?: string | undefined;
}

/** One immutable version of a key's secret. */
export interface ValueVersion {
  readonly number: number;
  /** CRC32C of the value's bytes, unsigned. */
  readonly checksum: number;
}

/** What one state of a secret consists of. */
export interface ManifestContent {
  /** The incarnation: minted at registration, kept by every update. */
  readonly uid: string;
  /** The full path of the secret. */
  readonly path: string;
  /** The schema type. */
  readonly type: string;
  /** When the incarnation was registered; milliseconds since the Unix epoch, by its writer's clock. */
  readonly created: number;
  readonly keys: ReadonlyMap<string, KeyEntry>;
  /** Whether this state is that the secret is deleted. */
  readonly deleted: boolean;
}

/** A record of the log: a state, and its place among the others. */
export interface Manifest extends ManifestContent {
  /** The number of the record that this one supersedes; 0 for none. */
  readonly base: number;
  /** The highest number that the writer had examined when it found `base` in force. */
  readonly seen: number;
  /** Unique per write, and the same over all its attempts and copies. */
  readonly transaction: string;
  /** When the record was written; milliseconds since the Unix epoch, by its writer's clock. */
  readonly at: number;
}

/** What the bytes of a record turn out to be. */
export type ParsedRecord =
  | { readonly kind: "manifest"; readonly manifest: Manifest }
  /** Something that a person or another program has put there. It is no part of the log. */
  | { readonly kind: "junk" }
  /** A later format: whoever wrote it knows what this version does not, so that it must not be passed over. */
  | { readonly kind: "newer" };

const FORMAT = 1;
const JUNK: ParsedRecord = { kind: "junk" };

/** The bytes of a record. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const { uid, path, type, base, seen, transaction: txn, at, created, deleted } = manifest;
  const keys = Object.fromEntries(
    // What is undefined is left out of JSON.
    [...manifest.keys].map(([key, { secret: s, version, digest: d }]) => [
      key,
      { s, v: version?.number, c: version?.checksum, d },
    ]),
  );
  const record = { keykist: FORMAT, uid, path, type, base, seen, txn, at, created, keys };
  return Buffer.from(JSON.stringify(deleted ? { ...record, deleted } : record));
}

/** Reads a record. Whatever the bytes are, it answers. */
export function parseManifest(data: Uint8Array): ParsedRecord {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString());
  } catch {
    // What is not JSON was not written by this protocol.
    return JUNK;
  }
  if (!isObject(json)) return JUNK;
  const format = json["keykist"];
  if (isCount(format) && format > FORMAT) return { kind: "newer" };
  const { uid, path, type, base, seen, txn, at, created, deleted } = json;
  const keys = parseKeys(json["keys"]);
  if (format !== FORMAT || keys === undefined) return JUNK;
  if (!isText(uid) || !isText(path) || !isText(type) || !isText(txn)) return JUNK;
  if (!isCount(base) || !isCount(seen) || !isTime(at) || !isTime(created)) return JUNK;
  if (deleted !== undefined && deleted !== true) return JUNK;
  const place = { base, seen, transaction: txn, at };
  const content = { uid, path, type, created, keys, deleted: deleted === true };
  return { kind: "manifest", manifest: { ...content, ...place } };
}

/**
 * Reports whether record `number` can be a part of the log: it supersedes something that its writer had examined,
 * and that was there before it.
 */
export function isSane({ base, seen }: Manifest, number: number): boolean {
  return base <= seen && seen < number;
}

function parseKeys(json: unknown): Map<string, KeyEntry> | undefined {
  if (!isObject(json)) return undefined;
  const keys = new Map<string, KeyEntry>();
  for (const [key, entry] of Object.entries(json)) {
    if (!isObject(entry)) return undefined;
    const { s: secret, v: number, c: checksum, d: digest } = entry;
    if (!isText(secret) || (digest !== undefined && !isText(digest))) return undefined;
    if (number === undefined && checksum === undefined) keys.set(key, { secret, digest });
    else if (!isCount(number) || number === 0 || !isCount(checksum)) return undefined;
    else keys.set(key, { secret, version: { number, checksum }, digest });
  }
  return keys;
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isText(json: unknown): json is string {
  return typeof json === "string" && json !== "";
}

/** Reports whether it is a whole number that JavaScript holds exactly, not below 0. */
function isCount(json: unknown): json is number {
  return Number.isSafeInteger(json) && Number(json) >= 0;
}

/** Reports whether it is a time that a `Date` can hold. */
function isTime(json: unknown): json is number {
  return isCount(json) && json <= 8_640_000_000_000_000;
}
