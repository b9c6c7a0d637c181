import type { CaseContext } from "../../conformance-case.ts";
import { inEmptyBackend } from "../../empty-backend.ts";
import { operationsUnderTest } from "../../operations-under-test.ts";
import { isInState } from "../../secret-state.ts";
import { stepsOf } from "../../trial.ts";
import { drawnContents } from "./contents.ts";
import { crashed } from "./crashed.ts";
import { isAsIfNothingHadBeen } from "./going-on.ts";

/** Crashes the first registration that a backend sees, at every step, each time in a backend of its own. */
export async function crashedAtFirst(context: CaseContext): Promise<void> {
  for (let round = 1; round <= context.rounds; round += 1) {
    const contents = drawnContents(context.random);
    const registration = operationsUnderTest(context, contents).find(
      ({ operation }) => operation === "registerSecret",
    );
    if (registration?.change === undefined) continue;
    const { before, after } = registration.change;
    let steps = 0;
    await inEmptyBackend(context, async (empty) => {
      steps = (await stepsOf(empty, registration)).length;
    });
    for (let step = 1; step <= steps; step += 1) {
      for (const when of ["before", "after"] as const) {
        await inEmptyBackend(context, async (empty) => {
          const crash = await crashed(empty, registration, {
            step,
            when,
            connects: "later",
            label: "first",
          });
          const what = `the first ${crash.what}`;
          try {
            await isInState(empty, crash.name, [before, after], what);
            await isAsIfNothingHadBeen(empty, crash.name, what);
          } finally {
            crash.letGo();
          }
        });
      }
    }
  }
}
