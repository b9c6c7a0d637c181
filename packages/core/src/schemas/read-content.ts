import type { ValidationIssue } from "../errors/keykist-error.ts";
import { UNKNOWN_KEY } from "../secrets/invalid-entries.ts";

/** The values of a content by key, or why they cannot be had. */
export type ReadContent =
  | { readonly kind: "read"; readonly values: ReadonlyMap<string, unknown> }
  | { readonly kind: "unreadable"; readonly issues: readonly ValidationIssue[] };

const unreadable = (key: string, problem: string): ReadContent => ({
  kind: "unreadable",
  issues: [{ key, problem }],
});

/**
 * Takes what a caller passes as content apart: own enumerable keys only, each value read once, so that
 * a getter cannot give another value than the one that was checked.
 */
export function readContent(content: unknown): ReadContent {
  // A list, a map or a set has no keys of the kind that is meant, and would be stored as nothing.
  if (typeof content !== "object" || content === null || Symbol.iterator in content) {
    return unreadable("(content)", "expected an object of keys and values");
  }
  const values = new Map<string, unknown>();
  try {
    for (const key of Reflect.ownKeys(content)) {
      if (Object.getOwnPropertyDescriptor(content, key)?.enumerable !== true) continue;
      if (typeof key === "symbol") return unreadable(UNKNOWN_KEY, "a symbol is no key");
      values.set(key, Reflect.get(content, key));
    }
  } catch {
    // What a getter throws may quote anything: nothing of it is kept.
    return unreadable("(content)", "cannot be read");
  }
  return { kind: "read", values };
}
