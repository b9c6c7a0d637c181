import { type ConformanceCase, group } from "../../conformance-case.ts";
import { canary } from "../../leaks/canary.ts";
import { expectNoLeaksIn } from "../../leaks/expect-no-leaks.ts";
import { watchProcess } from "../../leaks/watch-process.ts";
import {
  type Contents,
  furtherOperations,
  operationsUnderTest,
} from "../../operations-under-test.ts";
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
      const faults = Object.entries(context.harness.faults ?? {});
      const operations = [
        ...operationsUnderTest(context, contents),
        ...furtherOperations(context, contents),
      ];
      for (const operation of operations) {
        const { length } = await stepsOf(context, operation);
        for (const [kind, fault] of faults) {
          for (let step = 1; step <= length; step += 1) {
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
