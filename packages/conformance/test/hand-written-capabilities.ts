import type { Capabilities, Entries } from "@keykist/core";

/** What a `HandWrittenManager` claims. */
export const capabilities: Capabilities = Object.freeze({
  exclusiveCreate: "server",
  guardedUpdate: "server",
  guardedDelete: "server",
  readAfterWrite: "strong",
  listAfterWrite: "strong",
  atomicUpdate: true,
  write: true,
  adopt: false,
  history: "none",
  deletion: "immediate",
  nativeReads: "none",
  readsById: false,
  limits: Object.freeze({ valueBytes: 4096, secretBytes: 65_536, keys: 16, names: 200 }),
});

/** Whether a secret is beyond a limit. */
export function isTooLarge(name: string, entries: Entries): boolean {
  const { valueBytes, secretBytes, keys, names } = capabilities.limits;
  const sizes = Array.from(entries.values(), (value) => Buffer.byteLength(value));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const isValueTooLarge = sizes.some((size) => size > valueBytes);
  return name.length > names || sizes.length > keys || isValueTooLarge || total > secretBytes;
}
