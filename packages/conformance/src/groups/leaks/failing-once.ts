import { type ConformanceCase, group } from "../../conformance-case.ts";
import { canary } from "../../leaks/canary.ts";
import { expectNoLeaksIn } from "../../leaks/expect-no-leaks.ts";
import { watchProcess } from "../../leaks/watch-process.ts";
import {
  type Contents,
  furtherOperations,
  operationsUnderTest,
} from "../../operations-under-test.ts";
import { spread } from "../../scheduling/spread.ts";
import { stepsOf, trialOf } from "../../trial.ts";
import { quietly } from "./canary-secret.ts";

/** What is said in passing where one step fails and is perhaps made again. */
export const failingOnceCases: readonly ConformanceCase[] = group("leaks", {
  "process-failing": {
    title:
      "no value is printed, warned of, or published on a diagnostics channel when a step of an operation fails",
    requires: ["set up", "observable", "faults"],
    run: async (context) => {
      const contents: Contents = {
        old: { user: canary(context.random) },
        next: { user: canary(context.random) },
      };
      const values = [contents.old, contents.next].flatMap((each) => Object.values(each));
      const { throttled, ...others } = context.harness.faults ?? {};
      const operations = [
        ...operationsUnderTest(context, contents),
        ...furtherOperations(context, contents),
      ];
      for (const operation of operations) {
        const { length } = await stepsOf(context, operation);
        for (const step of spread(length)) {
          // What is throttled is what flavors repeat. The other faults take turns.
          const kinds = Object.entries(others);
          const turn = kinds.slice(step % Math.max(1, kinds.length)).slice(0, 1);
          for (const [kind, fault] of [...turn, ["throttled", throttled] as const]) {
            if (fault === undefined) continue;
            const { run } = await trialOf(context, operation, {
              label: `${kind}-${step}`,
              plan: (_step, number) =>
                number === step
                  ? { kind: "fail", error: fault(), when: "before" }
                  : { kind: "pass" },
            });
            const said = await watchProcess(() => quietly(run()));
            for (const { where, text } of said)
              expectNoLeaksIn(text, values, `${where}, ${operation.operation} ${kind}`);
          }
        }
      }
    },
  },
});
