import assert from "node:assert/strict";
import { type ErrorCode, KeykistError, type WriteOutcome } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { revisionOf, secretOf } from "../../given.ts";
import type { OperationUnderTest, Target } from "../../operations-under-test.ts";
import { isInState, type SecretState, stateOf } from "../../secret-state.ts";
import { isAsIfNothingHadBeen, isShownAs } from "../crash/going-on.ts";
import { type HurriedTrial, STORM, TIMEOUT } from "../faults/judged.ts";
import { showsNothingInternal } from "./visible.ts";

/** What an operation that had already taken effect may say when it is made again. */
const DONE_ALREADY: readonly ErrorCode[] = ["SECRET_EXISTS", "SECRET_NOT_FOUND"];

const beside = { user: "fern", password: "sage", note: "beside" };
const neighbour: SecretState = { entries: beside, owned: true };

/** What is wrong with an operation that the backend refuses in its midst, for messages. */
export interface RefusedTrial {
  readonly what: string;
  readonly trial: HurriedTrial;
  /** The steps that the operation makes when nothing is refused. */
  readonly quietSteps: number;
  /** Called after the operation has ended, before anyone looks. */
  readonly afterwards?: (() => Promise<void>) | undefined;
}

/**
 * Runs an operation that the backend refuses for good, and judges what is left of it. Then a manager that may do
 * everything makes the same operation to its end.
 *
 * @returns how the refused operation ended
 */
export async function isRefusedWell(
  context: CaseContext,
  operation: OperationUnderTest,
  { what, trial, quietSteps, afterwards }: RefusedTrial,
): Promise<PromiseSettledResult<unknown>> {
  const { before, target, run, clock, control } = trial;
  const after = operation.change?.after ?? before;
  const [end] = await Promise.allSettled([run()]);
  await afterwards?.();
  assert.ok(clock.elapsed <= TIMEOUT, `${what}: it took longer than timeoutMs`);
  const made = control.steps.length;
  assert.ok(made <= 2 * quietSteps + STORM, `${what}: ${made} steps were made`);
  const states = statesAfter(operation, end, { before, after, what });
  const told = `${what}, reported as ${end.status === "fulfilled" ? "done" : outcomeOf(end)}`;
  const state = await isInState(context, target.name, states, told);
  await isShownAs(await context.manager(), target.name, state, told);
  await showsNothingInternal(context, target.name, [before, after], told);
  if (end.status === "fulfilled") return end;
  await isFinished(context, operation, { target, after, what });
  // Whatever was left behind must not be in the way of anyone who comes later.
  if (operation.change !== undefined && outcomeOf(end) !== "not_applied")
    await isAsIfNothingHadBeen(context, target.name, `${what}, and made again`);
  return end;
}

/** Lists the states that the secret may be in, by what the operation says of itself. */
export function statesAfter(
  { change }: Pick<OperationUnderTest, "change">,
  end: PromiseSettledResult<unknown>,
  { before, after, what }: { before: SecretState; after: SecretState; what: string },
): readonly SecretState[] {
  if (end.status === "fulfilled") return [after];
  const error: unknown = end.reason;
  assert.ok(KeykistError.is(error), `${what}: what was thrown is not a KeykistError`);
  assert.equal(error.code, "PERMISSION_DENIED", `${what}: the code of the error`);
  assert.notEqual(error.retry, "safe", `${what}: the error says that trying again can help`);
  const { outcome } = error;
  assert.equal(outcome === undefined, change === undefined, `${what}: whether there is an outcome`);
  switch (outcome) {
    case "unknown":
      return [before, after];
    case "not_applied":
    case undefined:
      return [before];
    default:
      return [after];
  }
}

function outcomeOf(end: PromiseRejectedResult): WriteOutcome | "failed" {
  return KeykistError.is(end.reason) ? (end.reason.outcome ?? "failed") : "failed";
}

/** Asserts that a manager that may do everything makes the operation to its end. */
export async function isFinished(
  context: CaseContext,
  operation: OperationUnderTest,
  { target, after, what }: { readonly target: Target; after: SecretState; what: string },
): Promise<void> {
  const manager = await context.manager();
  const { name } = target;
  const found = await stateOf(context, name);
  // Putting the old state back may have given it another revision.
  const isGuarded = operation.isGuarded === true && found !== "absent";
  const present = isGuarded ? { ...target, revision: await revisionOf(manager, name) } : target;
  const says = `${what}, then made by a manager that may`;
  await isMade(operation.run(manager, present, {}), says);
  await isInState(context, name, [after], says);
}

/** Asserts that an operation is made, or says that it had taken effect already. */
export async function isMade(work: Promise<unknown>, what: string): Promise<void> {
  try {
    await work;
  } catch (error) {
    const code = KeykistError.is(error) ? error.code : "an error that is not a KeykistError";
    const isDone = DONE_ALREADY.some((each) => each === code);
    assert.ok(isDone, `${what}: it failed with ${code}`);
  }
}

/** Puts one secret beside the one in question, and one of the same name into another scope. */
export async function withNeighbours(
  context: CaseContext,
  name: string,
): Promise<{ readonly areUntouched: (what: string) => Promise<void> }> {
  const elsewhere = { scope: "namespace", namespace: context.name("other") } as const;
  const [here, there] = [await context.manager(), await context.manager(elsewhere)];
  await succeeds(here.registerSecret(secretOf(`${name}-beside`, beside)), "registering");
  await succeeds(there.registerSecret(secretOf(name, beside)), "registering in a namespace");
  await context.settle();
  const namespaced = { ...context, manager: () => context.manager(elsewhere) };
  return {
    areUntouched: async (what) => {
      await isInState(context, `${name}-beside`, [neighbour], `${what}: the secret beside it`);
      await isInState(namespaced, name, [neighbour], `${what}: its namesake of another scope`);
    },
  };
}
