import assert from "node:assert/strict";
import type { Revision, SecretsManager } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { type GivenEntries, givenSecret, givenUpdate, revisionOf } from "../../given.ts";

/** One state that a secret was in. */
export interface GivenState {
  readonly revision: Revision;
  readonly entries: GivenEntries;
}

/** A secret that has been in these states, one after the other; answers its name and them. */
export async function givenStates(
  context: CaseContext,
  manager: SecretsManager,
  [first, ...rest]: readonly [GivenEntries, ...GivenEntries[]],
): Promise<{ readonly name: string; readonly states: readonly GivenState[] }> {
  const name = await givenSecret(context, manager, "db", first);
  const states = [{ revision: await revisionOf(manager, name), entries: first }];
  for (const entries of rest) {
    await givenUpdate(context, manager, name, entries);
    states.push({ revision: await revisionOf(manager, name), entries });
  }
  return { name, states };
}

/** The states that a manager promises to keep: all of the few that a case makes, or the last two. */
export function promised(
  { capabilities }: CaseContext,
  states: readonly GivenState[],
): readonly GivenState[] {
  return capabilities.history === "full" ? states : states.slice(-2);
}

/** The revisions of a secret's history, newest first. */
export async function historyOf(manager: SecretsManager, name: string): Promise<Revision[]> {
  const history = await succeeds(manager.getSecretHistory(name), "reading the history");
  return history.map(({ revision }) => revision);
}

/** Asserts that a revision reads as these entries. */
export async function readsAs(
  manager: SecretsManager,
  name: string,
  { revision, entries }: GivenState,
  what: string,
): Promise<void> {
  const secret = await succeeds(manager.getSecret(name, { revision }), what);
  assert.deepEqual({ ...secret.content }, entries, `${what}: the entries`);
  assert.equal(secret.revision, revision, `${what}: the revision`);
}
