import assert from "node:assert/strict";
import type { SecretsManager } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { collected, holds, isAbsent, succeeds } from "../../expectations.ts";
import { revisionOf, secretOf } from "../../given.ts";
import { type SecretState, stateOf } from "../../secret-state.ts";

/** Asserts that whoever comes later sees one state in every way of looking, and can write whatever it likes. */
export async function isAsIfNothingHadBeen(
  context: CaseContext,
  name: string,
  what: string,
): Promise<void> {
  const manager = await context.manager();
  const state = await stateOf(context, name);
  await isShownAs(manager, name, state, what);
  await goesOn(context, manager, name, state, what);
}

/** Asserts that listings and descriptions show the state that a read shows. */
export async function isShownAs(
  manager: SecretsManager,
  name: string,
  state: SecretState,
  what: string,
): Promise<void> {
  const isListed = state !== "absent" && state.owned;
  const names = await succeeds(manager.getAllSecretKeys(), `${what}: listing names`);
  assert.equal(names.includes(name), isListed, `${what}: whether the name is listed`);
  const listing = manager.listSecrets({ prefix: name });
  const summaries = await succeeds(collected(listing), `${what}: listing`);
  const own = summaries.filter((summary) => summary.name === name);
  assert.equal(own.length, isListed ? 1 : 0, `${what}: how often the secret is listed`);
  if (state === "absent") return;
  const { revision, keys } = await succeeds(manager.describeSecret(name), `${what}: describing`);
  assert.deepEqual([...keys], Object.keys(state.entries).toSorted(), `${what}: the keys described`);
  assert.equal(revision, await revisionOf(manager, name), `${what}: the revision described`);
  if (own[0] !== undefined) {
    assert.equal(own[0].revision, revision, `${what}: the revision listed`);
  }
}

/** Asserts that the next writes of the secret do what they always do. */
async function goesOn(
  context: CaseContext,
  manager: SecretsManager,
  name: string,
  state: SecretState,
  what: string,
): Promise<void> {
  const step = async (does: string, write: Promise<unknown>): Promise<void> => {
    await succeeds(write, `${what}: the next ${does}`);
    await context.settle();
  };
  const shows = (entries: Readonly<Record<string, string>>, after: string): Promise<unknown> =>
    holds(manager, name, entries, `${what}: the secret after the next ${after}`);
  const first = { note: "first" };
  const second = { note: "second", user: "oak" };
  const third = { user: "elm" };
  if (state !== "absent" && !state.owned) {
    await step("adoption", manager.adoptSecret(name, "arbitrary"));
  }
  if (state !== "absent") {
    await goesOnUpdating(context, manager, name, step);
    await step("deletion", manager.deleteSecret(name));
    await isAbsent(manager, name, `${what}: reading after the next deletion`);
  }
  await step("registration", manager.registerSecret(secretOf(name, first)));
  await shows(first, "registration");
  await step("update", manager.updateSecret(secretOf(name, second)));
  await shows(second, "update");
  await goesOnUpdating(context, manager, name, step);
  await step("update", manager.updateSecret(secretOf(name, third)));
  await shows(third, "update");
  const { guardedDelete } = context.capabilities;
  const ifRevision = guardedDelete === "none" ? undefined : await revisionOf(manager, name);
  await step("deletion", manager.deleteSecret(name, { ifRevision }));
  await isAbsent(manager, name, `${what}: reading after the next deletion`);
}

/** The next guarded writes, where the manager claims them. */
async function goesOnUpdating(
  { capabilities }: CaseContext,
  manager: SecretsManager,
  name: string,
  step: (does: string, write: Promise<unknown>) => Promise<void>,
): Promise<void> {
  if (capabilities.guardedUpdate === "none") return;
  const ifRevision = await revisionOf(manager, name);
  const update = manager.updateSecret(secretOf(name, { note: "guarded" }), { ifRevision });
  await step("guarded update", update);
  const modification = manager.modifySecret(name, (content) => ({ ...content, note: "modified" }));
  await step("modification", modification);
}
