import type { ErrorCode } from "@keykist/core";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { endsNow, failsWith, succeeds } from "../../expectations.ts";
import type { BackendFault } from "../../harness.ts";
import { furtherOperations, operationsUnderTest } from "../../operations-under-test.ts";
import { stepsOf, trialOf } from "../../trial.ts";

const codes: Readonly<Record<BackendFault, ErrorCode>> = {
  denied: "PERMISSION_DENIED",
  unauthenticated: "UNAUTHENTICATED",
  throttled: "THROTTLED",
  unavailable: "UNAVAILABLE",
};

/** How long the same operation may take when it is made again: no longer than a test that hangs. */
const PATIENCE_MS = 10_000;

/** What a manager that has worked before does when something goes wrong, and afterwards. */
export const warmCases: readonly ConformanceCase[] = group("errors", {
  "fault-after-success": {
    title: "a read that has succeeded before fails when the backend then refuses it",
    requires: ["set up", "observable", "faults"],
    run: async (context) => {
      const { faults = {} } = context.harness;
      for (const operation of [...operationsUnderTest(context), ...furtherOperations(context)]) {
        if (operation.change !== undefined) continue;
        for (const kind of ["denied", "unauthenticated", "throttled", "unavailable"] as const) {
          const fault = faults[kind];
          if (fault === undefined) continue;
          const { control, run } = await trialOf(context, operation, { label: `warm-${kind}` });
          await succeeds(run(), operation.operation);
          control.plan = () => ({ kind: "fail", error: fault(), when: "before" });
          const what = `${operation.operation}, ${kind} after a success`;
          await failsWith(run(), codes[kind], what);
          control.plan = () => ({ kind: "pass" });
          await succeeds(run(), `${what}, once it is permitted again`);
        }
      }
    },
  },
  "abort-then-again": {
    title: "after an operation was aborted, the same manager completes it when called again",
    requires: ["set up", "observable"],
    run: async (context) => {
      for (const operation of [...operationsUnderTest(context), ...furtherOperations(context)]) {
        const steps = await stepsOf(context, operation);
        const first = steps.findIndex(({ mutates }) => mutates) + 1;
        const last = first === 0 ? steps.length : first;
        for (let step = 1; step <= last; step += 1) {
          const { control, run } = await trialOf(context, operation, {
            label: `again-${step}`,
            config: { timeoutMs: PATIENCE_MS },
            plan: ({ mutates }, number) =>
              mutates || number === step ? { kind: "stop", when: "before" } : { kind: "pass" },
          });
          const controller = new AbortController();
          const work = run({ signal: controller.signal });
          await Promise.race([control.held, Promise.allSettled([work])]);
          controller.abort();
          const what = `${operation.operation}, aborted at step ${step}`;
          await endsNow(work, what);
          await failsWith(work, "ABORTED", what);
          control.plan = () => ({ kind: "pass" });
          await succeeds(run(), `${what}, and called again`);
        }
      }
    },
  },
});
