/** What can open a store. */
export const KEY_KINDS = ["key-file", "passphrase", "key"] as const;

/** One of {@link KEY_KINDS}. */
export type KeyKind = (typeof KEY_KINDS)[number];
