import assert from "node:assert/strict";
import { arbitrarySchema, type Revision, type SecretsManager } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { failsWith, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret, givenUpdate, revisionOf } from "../../given.ts";

/**
 * Deletes a secret of several states and registers its name again. No state of the first life may be seen in any way:
 * not while the name is free, not in the second life, and not after updates of that.
 */
export async function secondLife(context: CaseContext): Promise<void> {
  const manager = await context.manager();
  const name = await givenSecret(context, manager, "db", { password: "tulip" });
  const first = [await revisionOf(manager, name)];
  await givenUpdate(context, manager, name, { password: "aster" });
  first.push(await revisionOf(manager, name));
  await givenDeletion(context, manager, name);
  const absent = "SECRET_NOT_FOUND";
  await areHidden(manager, name, first, { code: absent, what: "a deleted secret" });
  await failsWith(manager.getSecretHistory(name), absent, "the history of a deleted secret");
  await givenSecret(context, manager, "db", { password: "dahlia" });
  const second = [await revisionOf(manager, name)];
  const what = "a secret that was registered again";
  await showsOnly(manager, name, second, what);
  await areHidden(manager, name, first, { code: "REVISION_NOT_FOUND", what });
  await givenUpdate(context, manager, name, { password: "fern" });
  second.push(await revisionOf(manager, name));
  const updated = `${what}, and updated`;
  await showsOnly(manager, name, second, updated);
  await areHidden(manager, name, first, { code: "REVISION_NOT_FOUND", what: updated });
}

/** Asserts that no way leads to states by their revisions. */
async function areHidden(
  manager: SecretsManager,
  name: string,
  revisions: readonly Revision[],
  { code, what }: { readonly code: "SECRET_NOT_FOUND" | "REVISION_NOT_FOUND"; what: string },
): Promise<void> {
  for (const revision of revisions) {
    const read = manager.getSecret(name, arbitrarySchema, { revision });
    await failsWith(read, code, `${what}: reading a state of the deleted one`);
    const rollback = manager.rollbackSecret(name, revision);
    await failsWith(rollback, code, `${what}: rolling back to a state of the deleted one`);
  }
}

/** Asserts that the history shows no other states than these. */
async function showsOnly(
  manager: SecretsManager,
  name: string,
  revisions: readonly Revision[],
  what: string,
): Promise<void> {
  const entries = await succeeds(manager.getSecretHistory(name), `${what}: its history`);
  const others = entries.filter(({ revision }) => !revisions.includes(revision));
  assert.equal(others.length, 0, `${what}: states in its history that it never had`);
}
