import assert from "node:assert/strict";
import type { Step } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { endsNow, failsWith } from "../../expectations.ts";
import { FakeClock } from "../../scheduling/fake-clock.ts";
import { isInState } from "../../secret-state.ts";
import { type OperationUnderTest, operationsUnderTest } from "../../operations-under-test.ts";
import { stepsOf, trialOf } from "../../trial.ts";

/** The `timeoutMs` of managers whose time is tried. */
export const TIMEOUT = 1000;

/** How an operation is stopped from outside. */
export type Interruption = "ABORTED" | "TIMEOUT";

/** Runs an operation until one of its steps hangs, stops it from outside, and answers the work. */
async function interrupted(
  context: CaseContext,
  operation: OperationUnderTest,
  by: Interruption,
  at: { readonly step: number; readonly when: "before" | "after" },
): Promise<{ readonly work: Promise<unknown>; readonly name: string }> {
  const clock = new FakeClock();
  const { control, run, target } = await trialOf(context, operation, {
    label: `${by.toLowerCase()}-${at.step}`,
    // Steps may come in another order than in the try that counted them: before means before any change.
    plan: ({ mutates }, number) =>
      number === at.step || (at.when === "before" && mutates)
        ? { kind: "stop", when: at.when }
        : { kind: "pass" },
    config: { timeoutMs: TIMEOUT },
    ...(by === "TIMEOUT" && { options: { clock } }),
  });
  const controller = new AbortController();
  const work = run({ signal: controller.signal });
  await Promise.race([control.held, Promise.allSettled([work])]);
  if (by === "ABORTED") controller.abort();
  // Generous, since how exact the bound is has a case of its own.
  else await clock.advance(2 * TIMEOUT);
  await endsNow(work, `${operation.operation}, stopped at step ${at.step}`);
  return { work, name: target.name };
}

/** Asserts that every read, stopped at each of its steps in turn, ends and says so. */
export async function readsEnd(context: CaseContext, by: Interruption): Promise<void> {
  for (const operation of operationsUnderTest(context)) {
    if (operation.change !== undefined) continue;
    const { length } = await stepsOf(context, operation);
    for (let step = 1; step <= length; step += 1) {
      const { work } = await interrupted(context, operation, by, { step, when: "before" });
      await failsWith(work, by, `${operation.operation}, stopped at step ${step}`);
    }
  }
}

/** Asserts that every write, stopped before it could change anything, says so and changed nothing. */
export async function writesEndNotApplied(context: CaseContext, by: Interruption): Promise<void> {
  for (const operation of operationsUnderTest(context)) {
    const { change } = operation;
    if (change === undefined) continue;
    const firstMutating = firstMutatingStep(await stepsOf(context, operation));
    for (let step = 1; step <= firstMutating; step += 1) {
      const { work, name } = await interrupted(context, operation, by, { step, when: "before" });
      const what = `${operation.operation}, stopped before step ${step}`;
      await failsWith(work, by, what, { outcome: "not_applied" });
      await isInState(context, name, [change.before], what);
    }
  }
}

/** Asserts that every write, stopped after it may have changed something, says that it may have. */
export async function writesEndUnknown(context: CaseContext, by: Interruption): Promise<void> {
  for (const operation of operationsUnderTest(context)) {
    const { change } = operation;
    if (change === undefined) continue;
    const steps = await stepsOf(context, operation);
    for (let step = firstMutatingStep(steps); step <= steps.length; step += 1) {
      const { work, name } = await interrupted(context, operation, by, { step, when: "after" });
      const what = `${operation.operation}, stopped after step ${step}`;
      await failsWith(work, by, what, { outcome: "unknown", retry: "never" });
      await isInState(context, name, [change.before, change.after], what);
    }
  }
}

/** The number of the first step that can change the backend. */
function firstMutatingStep(steps: readonly Step[]): number {
  const index = steps.findIndex(({ mutates }) => mutates);
  assert.ok(index !== -1, "a write has no step that says that it can change the backend");
  return index + 1;
}
