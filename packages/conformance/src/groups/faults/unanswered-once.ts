import type { SecretsManager, StepInterceptor } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { secretOf } from "../../given.ts";
import { type OperationUnderTest, operationsUnderTest } from "../../operations-under-test.ts";
import { isInState, type SecretState, stateOf } from "../../secret-state.ts";
import { stepsOf } from "../../trial.ts";
import { trialHint } from "../../trial-hint.ts";

const entries = { user: "elm" };

/** What someone else does when a write is in force, and what is stored from then on. */
interface Intrusion {
  readonly write: (other: SecretsManager, name: string) => Promise<unknown>;
  readonly state: SecretState;
}

const stored: SecretState = { entries, owned: true };
const intrusions: Readonly<Record<string, Intrusion>> = {
  registerSecret: { write: (other, name) => other.deleteSecret(name), state: "absent" },
  updateSecret: {
    write: (other, name) => other.updateSecret(secretOf(name, entries)),
    state: stored,
  },
  deleteSecret: {
    write: (other, name) => other.registerSecret(secretOf(name, entries)),
    state: stored,
  },
};

/** Writes whose answer is lost, and which a flavor may be tempted to make again. */
export const unansweredOnceCases: readonly ConformanceCase[] = group("faults", {
  "unanswered-once": {
    title:
      "a write whose answer was lost is never made again over what someone else has written since",
    requires: ["write", "observable", "unavailable"],
    run: async (context) => {
      for (const operation of operationsUnderTest(context)) {
        const intrusion = intrusions[operation.operation];
        if (intrusion === undefined) continue;
        const steps = await stepsOf(context, operation);
        for (const [index, { mutates }] of steps.entries())
          if (mutates) await isMadeOnce(context, operation, { step: index + 1, intrusion });
      }
    },
  },
});

async function isMadeOnce(
  context: CaseContext,
  operation: OperationUnderTest,
  { step, intrusion }: { readonly step: number; readonly intrusion: Intrusion },
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
      await succeeds(intrusion.write(other, target.name), `${what}: another write`);
      await context.settle();
      isIntruded = true;
    }
    throw context.harness.faults?.unavailable?.();
  };
  const manager = await context.manager({}, { random: () => 0, interceptStep });
  await Promise.allSettled([operation.run(manager, target, {})]);
  if (isIntruded) await isInState(context, target.name, [intrusion.state], `${what}, then another`);
}

/** Whether readers see what the operation has written, though it has not ended. */
async function isInForce(
  context: CaseContext,
  { change }: OperationUnderTest,
  name: string,
): Promise<boolean> {
  const state = await stateOf(context, name);
  if (state === "absent" || change?.after === "absent") return state === change?.after;
  return Object.entries(change?.after.entries ?? {}).every(
    ([key, value]) => state.entries[key] === value,
  );
}
