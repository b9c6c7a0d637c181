import assert from "node:assert/strict";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { givenSecret, revisionOf, secretOf } from "../../given.ts";
import { shiftedClock } from "../../scheduling/shifted-clock.ts";
import { StepControl } from "../../scheduling/step-control.ts";

/** How far the clock goes on while a write is held: longer than any lease. */
const HELD_MS = 3_600_000;
/** How long another write may wait for a lock that the held one has; milliseconds. */
const PATIENCE_MS = 2000;

/** Writes that are held for longer than a lock may be. */
export const leaseCases: readonly ConformanceCase[] = group("faults", {
  "held-long": {
    title:
      "of two updates with one ifRevision, at most one succeeds, however long the first is held",
    requires: ["write", "guardedUpdate", "observable"],
    run: async (context) => {
      const steps = await stepsOfUpdate(context);
      for (let step = 1; step <= steps; step += 1) {
        const other = await context.manager();
        const name = await givenSecret(context, other, `db-${step}`, { password: "tulip" });
        const ifRevision = await revisionOf(other, name);
        const clock = shiftedClock();
        const released = Promise.withResolvers<void>();
        const control = new StepControl();
        control.plan = () =>
          control.steps.length === step
            ? { kind: "delay", until: released.promise, when: "before" }
            : { kind: "pass" };
        const held = await context.manager({}, { clock, interceptStep: control.intercept });
        const first = held.updateSecret(secretOf(name, { password: "dahlia" }), { ifRevision });
        await Promise.race([control.held, Promise.allSettled([first])]);
        clock.shift(HELD_MS);
        const quick = await context.manager({ timeoutMs: PATIENCE_MS }, { clock });
        const second = quick.updateSecret(secretOf(name, { password: "aster" }), { ifRevision });
        await Promise.allSettled([second]);
        released.resolve();
        const ends = await Promise.allSettled([first, second]);
        const applied = ends.filter(({ status }) => status === "fulfilled").length;
        const what = "how many of two updates with one ifRevision succeeded";
        assert.ok(applied <= 1, `${what}, where step ${step} of the first was held: ${applied}`);
      }
    },
  },
});

/** Counts the steps of a guarded update by a manager that has not connected. */
async function stepsOfUpdate(context: CaseContext): Promise<number> {
  const setUp = await context.manager();
  const name = await givenSecret(context, setUp, "counted", { password: "tulip" });
  const ifRevision = await revisionOf(setUp, name);
  const control = new StepControl();
  const manager = await context.manager({}, { interceptStep: control.intercept });
  const update = manager.updateSecret(secretOf(name, { password: "dahlia" }), { ifRevision });
  await succeeds(update, "updating");
  return control.steps.length;
}
