import type { Entries } from "../schemas/secret-schema.ts";

/**
 * The enumerable property by which deep comparisons tell secrets with different values apart:
 * `util.isDeepStrictEqual` and the matchers of test runners compare own enumerable properties, and see no
 * private field.
 */
export const CONTENT_DIGEST: unique symbol = Symbol("keykist.contentDigest");

/** Random, and never leaves the process. Without it, a digest reveals nothing about the values. */
let key: Buffer | undefined;

/** A keyed digest of entries. Equal entries of one process have equal digests. */
export function digestEntries(entries: Entries): string {
  // Not imported: core loads no module of Node before it needs one.
  const { createHmac, randomBytes } = process.getBuiltinModule("node:crypto");
  key ??= randomBytes(32);
  return createHmac("sha256", key)
    .update(JSON.stringify([...entries]))
    .digest("base64url");
}
