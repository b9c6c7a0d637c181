import assert from "node:assert/strict";
import { type ErrorCode, KeykistError } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import type { BackendFault } from "../../harness.ts";
import {
  type Contents,
  furtherOperations,
  keptWhole,
  type OperationUnderTest,
  operationsUnderTest,
} from "../../operations-under-test.ts";
import { HurriedClock } from "../../scheduling/hurried-clock.ts";
import { sampled } from "../../scheduling/sampled.ts";
import { isInState, type SecretState, stateOf } from "../../secret-state.ts";
import { type Trial, trialOf, type TrialOptions } from "../../trial.ts";

/** The `timeoutMs` of managers that meet faults. */
export const TIMEOUT = 30_000;

/** Steps, or calls, that an operation may make beyond those of a quiet day before it is called a storm. */
export const STORM = 100;

/** Operations of a case, and what they find and write. */
export interface OperationsOfCase {
  readonly contents: Contents;
  /** All of them, or a drawn part where less than one round is asked for. */
  readonly operations: readonly OperationUnderTest[];
}

/** Every operation that a manager claims, in every form. */
export function allOperations(context: CaseContext): OperationsOfCase {
  return chosenOperations(context, () => true);
}

/** Every operation that writes. */
export function writesOf(context: CaseContext): OperationsOfCase {
  return chosenOperations(context, ({ change }) => change !== undefined);
}

/** The chosen operations, in every form. */
export function chosenOperations(
  context: CaseContext,
  isChosen: (operation: OperationUnderTest) => boolean,
): OperationsOfCase {
  const { random, rounds } = context;
  const value = (word: string): string => `${word} ${random.below(1_000_000)}`;
  const contents = keptWhole(context.capabilities, {
    old: { user: value("mango"), password: value("tulip") },
    next: { user: value("quince"), password: value("dahlia") },
  });
  const all = [
    ...operationsUnderTest(context, contents),
    ...furtherOperations(context, contents),
  ].filter(isChosen);
  return { contents, operations: sampled(random, all, rounds) };
}

/** The steps, or calls, that something happens to: each in turn, or a drawn part where less than one round is asked for. */
export function places({ random, rounds }: CaseContext, count: number): readonly number[] {
  return sampled(
    random,
    Array.from({ length: count }, (_each, index) => index + 1),
    rounds,
  );
}

/** Makes an error as the backend's SDK throws it. */
export function faultOf({ harness }: CaseContext, kind: BackendFault): () => unknown {
  const make = harness.faults?.[kind];
  assert.ok(make !== undefined, `the harness cannot make the fault ${kind}`);
  return make;
}

/** A try whose waits take no time. */
export interface HurriedTrial extends Trial {
  readonly clock: HurriedClock;
  /** The state of the secret before the operation. */
  readonly before: SecretState;
}

export async function hurriedTrialOf(
  context: CaseContext,
  operation: OperationUnderTest,
  options: Pick<TrialOptions, "label" | "plan">,
): Promise<HurriedTrial> {
  const clock = new HurriedClock(TIMEOUT);
  const trial = await trialOf(context, operation, {
    ...options,
    connects: "before",
    config: { timeoutMs: TIMEOUT },
    options: { clock, random: () => context.random.next() },
  });
  return { ...trial, clock, before: await stateOf(context, trial.target.name) };
}

/** What an operation that met a fault may say. */
export interface Verdict {
  readonly what: string;
  /** The codes that it may fail with. */
  readonly codes: readonly ErrorCode[];
  /** Done once it has ended, before anybody looks. */
  readonly afterwards?: (() => Promise<void>) | undefined;
}

/**
 * Runs an operation that meets a fault. It has to succeed, or to fail with one of the codes in the time
 * allowed; what it says of its outcome is so; and where it says that it can be repeated, it can. Answers how it ended.
 */
export async function isJudged(
  context: CaseContext,
  { change }: OperationUnderTest,
  { clock, before, run, target }: HurriedTrial,
  { what, codes, afterwards }: Verdict,
): Promise<PromiseSettledResult<unknown>> {
  const [end] = await Promise.allSettled([run()]);
  await afterwards?.();
  assert.ok(clock.elapsed <= TIMEOUT, `${what}: it took longer than timeoutMs`);
  const after = change?.after ?? before;
  if (end.status === "fulfilled") {
    await isInState(context, target.name, [after], `${what}, which succeeded`);
    return end;
  }
  const error: unknown = end.reason;
  assert.ok(KeykistError.is(error), `${what}: what was thrown is no KeykistError`);
  const { code, outcome, retry } = error;
  assert.ok(codes.includes(code), `${what}: it failed with ${code}, not ${codes.join(" or ")}`);
  assert.equal(outcome === undefined, change === undefined, `${what}: whether there is an outcome`);
  const states = outcome === "unknown" ? [before, after] : [before];
  await isInState(context, target.name, states, `${what}, reported as ${outcome ?? "failed"}`);
  if (retry !== "safe") return end;
  assert.notEqual(outcome, "unknown", `${what}: it may be repeated, and nobody knows what it did`);
  await succeeds(run(), `${what}, repeated as the error says`);
  await isInState(context, target.name, [after], `${what}, repeated as the error says`);
  return end;
}
