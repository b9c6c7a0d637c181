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
  // Mostly they are: whatever is stored was sorted before.
  if (isSorted(entries.keys())) return new Map(entries);
  return new Map([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isSorted(keys: Iterable<string>): boolean {
  let previous = "";
  for (const key of keys) {
    if (key < previous) return false;
    previous = key;
  }
  return true;
}
