import { createHash } from "node:crypto";

/** The key that stands for the head, which no key of a secret may be named by in a plain id. */
const HEAD = "head";

/** Between path and key in a plain id. */
const SEPARATOR = "--";

/** The longest plain id; GCP allows 255. Manifests name an id for each key, and have 64 KiB. */
const LONGEST_PLAIN_ID = 100;

/** How much of path and key a hashed id shows. */
const LONGEST_SLUG = 60;

/** The most characters of a label's value; https://cloud.google.com/secret-manager/docs/creating-managing-labels. */
const LONGEST_LABEL = 63;

/** base32 as in RFC 4648, in lower case, which labels need. */
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const HASH_LENGTH = 26;
const hashed = /-[a-z2-7]{26}$/u;

/** The id of the secret that holds the manifests of a path. */
export function headId(path: string): string {
  return plainId(path, HEAD) ?? hashedId(`${path}${SEPARATOR}${HEAD}`, `${path}\0`);
}

/** The id of the secret that holds the values of a key. */
export function keyId(path: string, key: string): string {
  const plain = key === HEAD ? undefined : plainId(path, key);
  return plain ?? hashedId(`${path}${SEPARATOR}${key}`, `${path}\0${key}`);
}

/**
 * The id under which something else may have made a secret of this name: the name itself, or another where GCP has no
 * such ids. So also where it could be an id of this flavor: a name must not lead to the values of other
 * secrets, which may be of another scope.
 */
export function foreignId(path: string): string {
  const legal = path.length <= LONGEST_PLAIN_ID && /^[A-Za-z0-9_-]+$/u.test(path);
  const foreign = legal && !path.includes(SEPARATOR) && !hashed.test(path);
  return foreign ? path : hashedId(path, `${path}\0\0`);
}

/**
 * An id that says what it is of, where only one path and key can have it: neither holds the separator, and it does
 * not look hashed.
 */
function plainId(path: string, key: string): string | undefined {
  const id = `${path}${SEPARATOR}${key}`;
  const fits = id.length <= LONGEST_PLAIN_ID && /^[A-Za-z0-9_-]+$/u.test(id);
  const separated = !path.includes(SEPARATOR) && !key.includes(SEPARATOR);
  return fits && separated && !hashed.test(id) ? id : undefined;
}

function hashedId(text: string, hashedText: string): string {
  return `${slug(text, LONGEST_SLUG, /[^A-Za-z0-9_-]+/gu)}-${hash(hashedText)}`;
}

/** A text as the value of a label: itself where that is allowed, else a part of it and a hash. */
export function labelValue(text: string): string {
  if (/^[a-z0-9_-]{1,63}$/u.test(text) && !hashed.test(text)) return text;
  const longest = LONGEST_LABEL - HASH_LENGTH - 1;
  return `${slug(text.toLowerCase(), longest, /[^a-z0-9_-]+/gu)}-${hash(text)}`;
}

/** Which scope a path is of, as text: `none`, `global`, `component/ID`, `namespace/NAME`. */
export function scopeOf(path: string): string {
  const scoped = /^keykist\/(?<scope>global|(?:component|namespace)\/[^/]+)\//u.exec(path);
  return scoped?.groups?.["scope"] ?? "none";
}

/** 130 bits of SHA-256, as text. */
function hash(text: string): string {
  let bits = BigInt(`0x${createHash("sha256").update(text).digest("hex")}`);
  let encoded = "";
  for (let position = 0; position < HASH_LENGTH; position += 1) {
    encoded += BASE32[Number(bits & 31n)] ?? "";
    bits >>= 5n;
  }
  return encoded;
}

function slug(text: string, longest: number, forbidden: RegExp): string {
  return text.replace(forbidden, "-").slice(0, longest);
}
