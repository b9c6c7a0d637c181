import type { CaseContext } from "../../conformance-case.ts";
import { inEmptyBackend } from "../../empty-backend.ts";
import { keptWhole, operationsUnderTest } from "../../operations-under-test.ts";
import { isInState } from "../../secret-state.ts";
import { sampled, wholeRounds } from "../../scheduling/sampled.ts";
import { stepsOf } from "../../trial.ts";
import { drawnContents } from "./contents.ts";
import { crashed } from "./crashed.ts";
import { crashPoints, observationOf, type Seen } from "./crash-points.ts";
import { isAsIfNothingHadBeen } from "./going-on.ts";

/** Crashes the first registration that a backend sees, at every step, each time in a backend of its own. */
export async function crashedAtFirst(context: CaseContext): Promise<void> {
  const { random, rounds } = context;
  for (let round = 1; round <= wholeRounds(rounds); round += 1) {
    const contents = keptWhole(context.capabilities, drawnContents(random));
    const seen: Seen[] = [];
    const registration = operationsUnderTest(context, contents).find(
      ({ operation }) => operation === "registerSecret",
    );
    if (registration?.change === undefined) continue;
    const { before, after } = registration.change;
    let steps = 0;
    await inEmptyBackend(context, async (empty) => {
      steps = (await stepsOf(empty, registration)).length;
    });
    for (const { step, when } of sampled(random, crashPoints(steps), rounds)) {
      await inEmptyBackend(context, async (empty) => {
        const crash = await crashed(empty, registration, {
          step,
          when,
          connects: "later",
          label: "first",
        });
        const what = `the first ${crash.what}`;
        try {
          const state = await isInState(empty, crash.name, [before, after], what);
          await isAsIfNothingHadBeen(empty, crash.name, what);
          seen.push({ what, state, isWrite: true });
        } finally {
          crash.letGo();
        }
      });
    }
    context.observe(observationOf(contents, seen));
  }
}
