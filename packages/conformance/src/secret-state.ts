import assert from "node:assert/strict";
import { KeykistError } from "@keykist/core";
import type { CaseContext } from "./conformance-case.ts";
import type { GivenEntries } from "./given.ts";

/** What a reader sees of a secret; `absent` where there is none. */
export type SecretState = "absent" | { readonly entries: GivenEntries; readonly owned: boolean };

/** What a reader of its own, that nothing happens to, sees of a secret. */
export async function stateOf(
  context: CaseContext,
  name: string,
  what = "the secret",
): Promise<SecretState> {
  await context.settle();
  const reader = await context.manager();
  try {
    const { content } = await reader.getSecret(name);
    const { owned } = await reader.describeSecret(name);
    return { entries: { ...content }, owned };
  } catch (error) {
    const isAbsent = KeykistError.is(error, "SECRET_NOT_FOUND");
    assert.ok(isAbsent, `${what}: a reader can neither read it nor miss it`);
    return "absent";
  }
}

/** Asserts that a secret is in one of some states, whole; answers in which. */
export async function isInState(
  context: CaseContext,
  name: string,
  states: readonly SecretState[],
  what: string,
): Promise<SecretState> {
  const state = await stateOf(context, name, what);
  const found = states.some((each) => textOf(each) === textOf(state));
  assert.ok(found, `${what}: the secret is in a state that it should not be in`);
  return state;
}

function textOf(state: SecretState): string {
  if (state === "absent") return state;
  const entries = Object.entries(state.entries).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([state.owned, entries]);
}
