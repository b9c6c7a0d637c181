import assert from "node:assert/strict";
import { KeykistError } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { givenDeletion, type GivenEntries, givenSecret, secretOf } from "../../given.ts";
import { keptWhole } from "../../operations-under-test.ts";
import { isInState, type SecretState } from "../../secret-state.ts";
import { isReadAs, nativelyRead } from "./native-reads.ts";

interface Values {
  readonly old: GivenEntries;
  readonly next: GivenEntries;
}

function valuesOf({ capabilities }: CaseContext): Values {
  return keptWhole(capabilities, {
    old: { user: "mango", password: "tulip" },
    next: { user: "quince", password: "dahlia" },
  });
}

const owned = (entries: GivenEntries): SecretState => ({ entries, owned: true });
const foreign = (entries: GivenEntries): SecretState => ({ entries, owned: false });

/** Deletes a secret, and lets another tool restore it; then keykist brings it back, or ends it. */
export async function restoredByOthers(context: CaseContext): Promise<void> {
  const { old } = valuesOf(context);
  const manager = await context.manager();
  for (const then of ["undelete", "delete"] as const) {
    const name = await givenSecret(context, manager, `restored-${then}`, old);
    await givenDeletion(context, manager, name);
    await context.backend.nativeTools?.restore?.(name);
    const what = "a deleted secret that another tool has restored";
    await isOneOf(context, name, [old, undefined], what);
    if (then === "undelete") {
      await isDoneOrDone(manager.undeleteSecret(name), "SECRET_EXISTS", `${what}, undeleted`);
      await isInState(context, name, [owned(old)], `${what}, undeleted`);
      await isReadAs(context, name, owned(old), `${what}, undeleted`);
    } else {
      await isDoneOrDone(manager.deleteSecret(name), "SECRET_NOT_FOUND", `${what}, deleted`);
      await isInState(context, name, ["absent"], `${what}, deleted`);
      await isReadAs(context, name, "absent", `${what}, deleted`);
    }
  }
}

/** Lets another tool write a new secret, and over one that is keykist's. */
export async function writtenByOthers(context: CaseContext): Promise<void> {
  const { old, next } = valuesOf(context);
  const { nativeTools } = context.backend;
  const { adopt, nativeReads } = context.capabilities;
  const manager = await context.manager();
  const fresh = context.name("put");
  await nativeTools?.put?.(fresh, old);
  await isReadAs(context, fresh, foreign(old), "a secret that another tool has put");
  const states: readonly SecretState[] = adopt ? [foreign(old)] : [foreign(old), "absent"];
  const state = await isInState(context, fresh, states, "a secret that another tool has put");
  if (adopt && state !== "absent") {
    await succeeds(manager.adoptSecret(fresh, "arbitrary"), "adopting it");
    await isReadAs(context, fresh, owned(old), "a secret that another tool has put, adopted");
  }
  const name = await givenSecret(context, manager, "put-over", old);
  await nativeTools?.put?.(name, next);
  const what = "a secret that another tool has written over";
  await isReadAs(context, name, owned(next), what);
  // Others decide what is in force where their reads are exact.
  const held = nativeReads === "exact" ? [owned(next)] : [owned(old), owned(next)];
  await isInState(context, name, held, what);
  const last = { user: "elm" };
  await succeeds(manager.updateSecret(secretOf(name, last)), `${what}: updating it`);
  await isInState(context, name, [owned(last)], `${what}, then updated`);
  await isReadAs(context, name, owned(last), `${what}, then updated`);
}

/** Lets another tool delete a secret that is keykist's. */
export async function removedByOthers(context: CaseContext): Promise<void> {
  const { old, next } = valuesOf(context);
  const manager = await context.manager();
  const name = await givenSecret(context, manager, "removed", old);
  await context.backend.nativeTools?.remove?.(name);
  const what = "a secret that another tool has deleted";
  await isReadAs(context, name, "absent", what);
  await isInState(context, name, ["absent"], what);
  await succeeds(manager.registerSecret(secretOf(name, next)), `${what}: registering it again`);
  await isInState(context, name, [owned(next)], `${what}, registered again`);
  await isReadAs(context, name, owned(next), `${what}, registered again`);
}

async function isOneOf(
  context: CaseContext,
  name: string,
  values: readonly (GivenEntries | undefined)[],
  what: string,
): Promise<void> {
  await context.settle();
  const read = sorted(await nativelyRead(context, name));
  const isFound = values.some((value) => sorted(value) === read);
  assert.ok(isFound, `${what}: a program without keykist reads what nobody has written`);
}

function sorted(entries: GivenEntries | undefined): string | undefined {
  if (entries === undefined) return undefined;
  return JSON.stringify(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Asserts that work is done, or says by this code that there was nothing left to do. */
async function isDoneOrDone(
  work: Promise<unknown>,
  code: "SECRET_EXISTS" | "SECRET_NOT_FOUND",
  what: string,
): Promise<void> {
  const [end] = await Promise.allSettled([work]);
  if (end.status === "fulfilled" || KeykistError.is(end.reason, code)) return;
  const found = KeykistError.is(end.reason)
    ? end.reason.code
    : "an error that is not a KeykistError";
  assert.fail(`${what}: failed with ${found}`);
}
