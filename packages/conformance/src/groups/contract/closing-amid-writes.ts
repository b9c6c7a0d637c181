import { type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, succeeds } from "../../expectations.ts";
import { operationsUnderTest } from "../../operations-under-test.ts";
import { isInState } from "../../secret-state.ts";
import { trialHint } from "../../trial-hint.ts";
import { stepsOf } from "../../trial.ts";

const TRIED: ReadonlySet<string> = new Set(["registerSecret", "updateSecret", "deleteSecret"]);

/** Managers that come and go while another one writes. */
export const closingAmidWritesCases: readonly ConformanceCase[] = group("contract", {
  "close-amid-writes": {
    title:
      "a manager that reads and closes while another one writes takes nothing away from the write",
    requires: ["write", "observable"],
    run: async (context) => {
      for (const operation of operationsUnderTest(context)) {
        const { change } = operation;
        if (change === undefined || !TRIED.has(operation.operation)) continue;
        const { length } = await stepsOf(context, operation);
        for (let step = 1; step <= length; step += 1) {
          const setUp = await context.manager();
          const hint = trialHint(context.capabilities, operation.operation, `amid-${step}`);
          const preparing = operation.prepare(context, setUp, context.name(hint));
          const target = await succeeds(preparing, "preparing");
          const what = `${operation.operation}, where another manager closes before step ${step}`;
          let made = 0;
          const manager = await context.manager(
            {},
            {
              interceptStep: async (_step, run) => {
                made += 1;
                if (made === step) {
                  const other = await context.manager();
                  await Promise.allSettled([other.getSecret(target.name)]);
                  const listing = other.listSecrets({ prefix: target.name });
                  await succeeds(collected(listing), `${what}: listing`);
                  await succeeds(other.close(), `${what}: closing`);
                }
                return run();
              },
            },
          );
          await succeeds(operation.run(manager, target, {}), what);
          await isInState(context, target.name, [change.after], what);
        }
      }
    },
  },
});
