import assert from "node:assert/strict";
import { arbitrarySchema, type Revision, type Secret, type SecretsManager } from "@keykist/core";
import type { CaseContext } from "./conformance-case.ts";
import { succeeds } from "./expectations.ts";
import type { PeekedSecret, PlantOptions } from "./harness.ts";
import { type GivenEntries, overwriteSecret, storeSecret } from "./set-up.ts";

export type { GivenEntries } from "./set-up.ts";

/** An `arbitrary` secret that is not stored yet. */
export function secretOf(name: string, entries: GivenEntries): Secret {
  return arbitrarySchema.create(name, entries);
}

/** Stores a secret that a case begins with, and returns its name. */
export async function givenSecret(
  context: CaseContext,
  manager: SecretsManager,
  hint: string,
  entries: GivenEntries,
): Promise<string> {
  const name = context.name(hint);
  await storeSecret(context, manager, secretOf(name, entries));
  await context.settle();
  return name;
}

/** Gives a stored secret other entries. */
export async function givenUpdate(
  context: CaseContext,
  manager: SecretsManager,
  name: string,
  entries: GivenEntries,
): Promise<void> {
  await overwriteSecret(context, manager, secretOf(name, entries));
  await context.settle();
}

/** Deletes a stored secret. */
export async function givenDeletion(
  context: CaseContext,
  manager: SecretsManager,
  name: string,
): Promise<void> {
  await succeeds(manager.deleteSecret(name), "deleting a secret");
  await context.settle();
}

/** Plants a secret as another program than keykist would. Returns its name. */
export async function givenPlanted(
  context: CaseContext,
  hint: string,
  entries: GivenEntries,
  options: PlantOptions,
): Promise<string> {
  const name = context.name(hint);
  await context.backend.plant?.(name, entries, options);
  await context.settle();
  return name;
}

/** What the backend itself holds under a name of scope `none`. */
export async function peeked(
  context: CaseContext,
  name: string,
): Promise<PeekedSecret | undefined> {
  await context.settle();
  return context.backend.peek?.(name);
}

/** The revision that a reader sees. Told apart from what a write answers, which is a promise of its own. */
export async function revisionOf(manager: SecretsManager, name: string): Promise<Revision> {
  const { revision } = await succeeds(manager.getSecret(name), "reading a secret");
  assert.ok(revision !== undefined, "a secret that was read has no revision");
  return revision;
}
