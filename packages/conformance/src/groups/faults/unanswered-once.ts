import type { StepInterceptor } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { secretOf } from "../../given.ts";
import { type OperationUnderTest, operationsUnderTest } from "../../operations-under-test.ts";
import { isInState, stateOf } from "../../secret-state.ts";
import { stepsOf } from "../../trial.ts";
import { trialHint } from "../../trial-hint.ts";

const entries = { user: "elm" };

/** Writes whose answer is lost, and which a flavor may be tempted to make again. */
export const unansweredOnceCases: readonly ConformanceCase[] = group("faults", {
  "unanswered-once": {
    title:
      "an update whose answer was lost is never made again over what someone else has written since",
    requires: ["write", "observable", "unavailable"],
    run: async (context) => {
      for (const operation of operationsUnderTest(context)) {
        if (operation.operation !== "updateSecret") continue;
        const steps = await stepsOf(context, operation);
        for (const [index, { mutates }] of steps.entries())
          if (mutates) await isMadeOnce(context, operation, index + 1);
      }
    },
  },
});

async function isMadeOnce(
  context: CaseContext,
  operation: OperationUnderTest,
  step: number,
): Promise<void> {
  const other = await context.manager();
  const hint = trialHint(context.capabilities, operation.operation, `once-${step}`);
  const target = await succeeds(operation.prepare(context, other, context.name(hint)), "preparing");
  const what = `${operation.operation}, whose step ${step} lost its answer`;
  let made = 0;
  let isIntruded = false;
  const interceptStep: StepInterceptor = async (_step, run) => {
    made += 1;
    const number = made;
    const answer = await run();
    if (number !== step) return answer;
    if (await isInForce(context, operation, target.name)) {
      const update = other.updateSecret(secretOf(target.name, entries));
      await succeeds(update, `${what}: another update`);
      await context.settle();
      isIntruded = true;
    }
    throw context.harness.faults?.unavailable?.();
  };
  const manager = await context.manager({}, { random: () => 0, interceptStep });
  await Promise.allSettled([operation.run(manager, target, {})]);
  if (isIntruded)
    await isInState(context, target.name, [{ entries, owned: true }], `${what}, then another`);
}

/** Whether readers see what the update has written, though it has not ended. */
async function isInForce(
  context: CaseContext,
  { change }: OperationUnderTest,
  name: string,
): Promise<boolean> {
  const state = await stateOf(context, name);
  const after = change?.after;
  if (state === "absent" || after === undefined || after === "absent") return false;
  return Object.entries(after.entries).every(([key, value]) => state.entries[key] === value);
}
