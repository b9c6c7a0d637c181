import type { Entries } from "../schemas/secret-schema.ts";
import type { ArbitraryContent } from "./secret.ts";

/** The raw strings of entries as a frozen object without a prototype: `__proto__` is a key like any other. */
export function rawContent(entries: Entries): ArbitraryContent {
  const content: Record<string, string> = Object.fromEntries(entries);
  Object.setPrototypeOf(content, null);
  return Object.freeze(content);
}

/** The same entries in the order of their keys' code units, so that a secret has one stored form. */
export function sortedEntries(entries: Entries): Entries {
  const sorted = [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted);
}
