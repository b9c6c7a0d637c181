import assert from "node:assert/strict";
import { type Leak, leakSearch } from "./find-leaks.ts";
import { shown } from "./shown.ts";

/**
 * Asserts that nothing that something shows of itself holds a piece of one of these values: printed,
 * inspected (also past `toJSON` and custom inspection), serialised, cloned or copied; of an error also its
 * message, stack, properties and causes.
 *
 * @param what stands at the beginning of the `AssertionError`'s message, which holds no value
 * @example
 * ```ts
 * const error = await manager.registerSecret(secret).catch((thrown: unknown) => thrown);
 * expectNoLeaks(error, Object.values(secret.content), "the error");
 * ```
 */
export function expectNoLeaks(thing: unknown, values: Iterable<string>, what: string): void {
  const search = leakSearch(values);
  for (const { how, text } of shown(thing)) assertNone(search(text), `${what}: ${how}`);
}

/** Asserts that a text, such as what a program printed, holds no piece of one of these values. */
export function expectNoLeaksIn(text: string, values: Iterable<string>, what: string): void {
  assertNone(leakSearch(values)(text), what);
}

function assertNone(leaks: readonly Leak[], what: string): void {
  const found = leaks.map(({ form, at, length }) => `${length} characters at ${at} (${form})`);
  assert.ok(leaks.length === 0, `${what} gives a value away: ${found.join(", ")}`);
}
