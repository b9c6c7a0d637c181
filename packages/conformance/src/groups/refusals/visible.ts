import assert from "node:assert/strict";
import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { type GivenEntries, peeked } from "../../given.ts";
import type { SecretState } from "../../secret-state.ts";

/** Asserts that nobody sees what a manager writes for itself: not beside keykist, and not in a listing. */
export async function showsNothingInternal(
  context: CaseContext,
  name: string,
  states: readonly SecretState[],
  what: string,
): Promise<void> {
  const { backend, harness } = context;
  const known = states.flatMap((state) => (state === "absent" ? [] : [state.entries]));
  if (backend.peek !== undefined) {
    isKnown((await peeked(context, name))?.entries, known, `${what}: what the backend holds`);
  }
  if (backend.nativeRead !== undefined) {
    const read = await backend.nativeRead(name);
    isKnown(read, known, `${what}: what a program without keykist reads`);
  }
  if (harness.isolated === false) return;
  const manager = await context.manager();
  const names = await succeeds(manager.getAllSecretKeys(), `${what}: listing names`);
  const own = context.name("");
  const strange = names.filter((each) => !each.startsWith(own));
  assert.deepEqual(strange, [], `${what}: names listed that nobody has registered`);
}

/** Asserts that entries are made only of values that their keys had in one of the states. */
export function isKnown(
  entries: GivenEntries | undefined,
  known: readonly GivenEntries[],
  what: string,
): void {
  for (const [key, value] of Object.entries(entries ?? {})) {
    const isValue = known.some((each) => Object.hasOwn(each, key) && each[key] === value);
    assert.ok(isValue, `${what}: it holds what no state of the secret holds`);
  }
}
