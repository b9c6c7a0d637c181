import assert from "node:assert/strict";
import { isDiagnosable } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { collected, succeeds } from "../../expectations.ts";
import { type GivenEntries, secretOf } from "../../given.ts";
import { type SecretState, stateOf } from "../../secret-state.ts";
import { isKnown } from "../refusals/visible.ts";
import type { NativeOperation } from "./native-operations.ts";

/** Reads as a program without keykist does. */
export async function nativelyRead(
  { backend }: CaseContext,
  name: string,
): Promise<GivenEntries | undefined> {
  return backend.nativeRead?.(name);
}

/** Asserts that a program without keykist reads exactly this state. */
export async function isReadAs(
  context: CaseContext,
  name: string,
  state: SecretState,
  what: string,
): Promise<void> {
  await context.settle();
  const read = await nativelyRead(context, name);
  const due = entriesOf(state);
  const found = read === undefined ? "nothing" : due === undefined ? "a value" : "another value";
  assert.ok(isSameAs(read, due), `${what}: a program without keykist reads ${found}`);
}

/**
 * Asserts that what is read while a write runs is what the manager claims: with `exact`, one whole value that was or
 * will be in force, or nothing; with `settled`, nothing but values of the secret.
 */
export async function isFitMeanwhile(
  context: CaseContext,
  name: string,
  { change, deleted }: NativeOperation,
  what: string,
): Promise<void> {
  const read = await nativelyRead(context, name);
  const known = [change.before, change.after]
    .flatMap((state) => (state === "absent" ? [] : [state.entries]))
    .concat(deleted ?? []);
  if (context.capabilities.nativeReads === "settled") {
    isKnown(read, known, `${what}: what a program without keykist reads`);
    return;
  }
  const isWhole = read === undefined || known.some((each) => isSameAs(read, each));
  assert.ok(isWhole, `${what}: a program without keykist reads neither the old value nor the new`);
}

/**
 * Asserts that what is read after a write that was cut short is what the manager claims.
 *
 * @returns whether others read another value than keykist, which the manager has to name
 */
export async function isFitAfterwards(
  context: CaseContext,
  name: string,
  operation: NativeOperation,
  what: string,
): Promise<boolean> {
  await context.settle();
  await isFitMeanwhile(context, name, operation, what);
  const read = await nativelyRead(context, name);
  const state = await stateOf(context, name, what);
  if (isSameAs(read, entriesOf(state))) return false;
  if (context.capabilities.nativeReads === "settled") return true;
  const { deleted } = operation;
  const isDeletion = state === "absent" && deleted !== undefined && isSameAs(read, deleted);
  const isFit = read === undefined || isDeletion;
  assert.ok(isFit, `${what}: a program without keykist reads what keykist says is not in force`);
  return false;
}

/** A secret that others read wrongly, and what was done to it. */
export interface Unsettled {
  readonly name: string;
  readonly what: string;
}

/** Asserts that the manager can say which secrets others read wrongly. It is asked once, since it may look long. */
export async function areNamedByDoctor(
  context: CaseContext,
  unsettled: readonly Unsettled[],
): Promise<void> {
  if (unsettled.length === 0) return;
  const manager = await context.manager();
  const claims = "others read another value than keykist, and diagnose()";
  assert.ok(isDiagnosable(manager), `${claims} is missing`);
  const findings = await succeeds(collected(manager.diagnose()), `${claims} failed`);
  const said = findings.flatMap(({ status, says }) => (status === "ok" ? [] : [says]));
  for (const { name, what } of unsettled) {
    const isNamed = said.some((says) => says.includes(name));
    assert.ok(isNamed, `${what}: ${claims} does not name the secret`);
  }
}

/** Asserts that the next writes put right what others read. */
export async function isRightAfterNextWrite(
  context: CaseContext,
  name: string,
  what: string,
): Promise<void> {
  const manager = await context.manager();
  const state = await stateOf(context, name, what);
  const entries = { note: "next", user: "elm" };
  const next = context.capabilities.atomicUpdate ? entries : { user: "elm" };
  if (state !== "absent" && !state.owned)
    await succeeds(manager.adoptSecret(name, "arbitrary"), `${what}: the next adoption`);
  const write =
    state === "absent"
      ? manager.registerSecret(secretOf(name, next))
      : manager.updateSecret(secretOf(name, next));
  await succeeds(write, `${what}: the next write`);
  await isReadAs(context, name, { entries: next, owned: true }, `${what}, after the next write`);
  await succeeds(manager.deleteSecret(name), `${what}: the next deletion`);
  await isReadAs(context, name, "absent", `${what}, after the next deletion`);
}

function entriesOf(state: SecretState): GivenEntries | undefined {
  return state === "absent" ? undefined : state.entries;
}

function isSameAs(one: GivenEntries | undefined, other: GivenEntries | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key])
  );
}
