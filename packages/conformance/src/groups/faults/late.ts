import assert from "node:assert/strict";
import { KeykistError, type SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { endsNow, failsWith, holds } from "../../expectations.ts";
import { givenSecret, revisionOf, secretOf } from "../../given.ts";
import { FakeClock, settled } from "../../scheduling/fake-clock.ts";
import { StepControl } from "../../scheduling/step-control.ts";
import { isInState } from "../../secret-state.ts";
import { stepsOf, trialOf } from "../../trial.ts";
import { allOperations, faultOf, places, TIMEOUT } from "./judged.ts";
import { SeenFaults } from "./seen-faults.ts";

/** Operations whose time is counted page by page, or item by item. */
const ofMany: ReadonlySet<string> = new Set([
  "getSecrets",
  "getAllSecretKeys",
  "listSecrets",
  "deleteAllSecrets",
]);

/** Answers and effects that come when nobody waits for them any more. */
export const lateCases: readonly ConformanceCase[] = group("faults", {
  "late-answer": {
    title:
      "an operation whose answer comes after its time is TIMEOUT, and does nothing more when it comes",
    requires: ["write", "observable"],
    run: async (context) => {
      const { contents, operations } = allOperations(context);
      const seen = new SeenFaults(context);
      for (const operation of operations) {
        if (ofMany.has(operation.operation)) continue;
        const { length } = await stepsOf(context, operation, {
          label: "steps",
          connects: "before",
        });
        for (const step of places(context, length)) {
          const clock = new FakeClock();
          const released = Promise.withResolvers<void>();
          const { control, run, target } = await trialOf(context, operation, {
            label: `late-${step}`,
            connects: "before",
            config: { timeoutMs: TIMEOUT },
            options: { clock },
            plan: (_step, number) =>
              number === step
                ? { kind: "delay", until: released.promise, when: "after" }
                : { kind: "pass" },
          });
          const what = `${operation.operation}, answer of step ${step} late`;
          const work = run();
          await Promise.race([control.held, Promise.allSettled([work])]);
          await settled();
          const { length: made } = control.steps;
          await clock.advance(2 * TIMEOUT);
          await endsNow(work, what);
          await failsWith(work, "TIMEOUT", what);
          const [end] = await Promise.allSettled([work]);
          seen.note(`${what} ${JSON.stringify(contents)}`, end);
          released.resolve();
          await settled();
          await clock.advance(TIMEOUT);
          assert.equal(control.steps.length, made, `${what}: steps, once its time was up`);
          const { change } = operation;
          if (change === undefined) continue;
          await isInState(context, target.name, [change.before, change.after], what);
        }
      }
      seen.tell();
    },
  },
  "late-update": {
    title: "a guarded update that lands late does not overwrite what others wrote meanwhile",
    requires: ["write", "guardedUpdate", "observable", "unavailable"],
    run: (context) =>
      landsLate(context, "update", (manager, { name, ifRevision }) =>
        manager.updateSecret(secretOf(name, { password: "late" }), { ifRevision }),
      ),
  },
  "late-delete": {
    title: "a guarded deletion that lands late does not delete what others wrote meanwhile",
    requires: ["write", "guardedDelete", "observable", "unavailable"],
    run: (context) =>
      landsLate(context, "delete", (manager, { name, ifRevision }) =>
        manager.deleteSecret(name, { ifRevision }),
      ),
  },
  "late-register": {
    title: "a registration that lands late does not replace the one that took the name meanwhile",
    requires: ["write", "exclusiveCreate", "observable", "unavailable"],
    run: async (context) => {
      for (let step = 1; ; step += 1) {
        const name = context.name(`register-${step}`);
        const { manager, land, isReached } = await withLateStep(context, step);
        const late = manager.registerSecret(secretOf(name, { password: "late" }));
        const [end] = await Promise.allSettled([late]);
        if (!isReached()) return;
        const other = await context.manager();
        const secret = secretOf(name, { password: "tulip" });
        const [taken] = await Promise.allSettled([other.registerSecret(secret)]);
        await land();
        // Whoever was first has it: the late one, or the other.
        const isTaken = end.status === "rejected" && taken.status === "fulfilled";
        const password = isTaken ? "tulip" : "late";
        await holds(other, name, { password }, `a registration whose step ${step} landed late`);
      }
    },
  },
});

interface GuardedTarget {
  readonly name: string;
  readonly ifRevision: string;
}

/** Lets each step of a guarded write fail at once and take effect after another's update. */
async function landsLate(
  context: CaseContext,
  hint: string,
  write: (manager: SecretsManager, target: GuardedTarget) => Promise<unknown>,
): Promise<void> {
  const other = await context.manager();
  for (let step = 1; ; step += 1) {
    const name = await givenSecret(context, other, `${hint}-${step}`, { password: "old" });
    const { manager, land, isReached } = await withLateStep(context, step);
    const ifRevision = await revisionOf(other, name);
    const [end] = await Promise.allSettled([write(manager, { name, ifRevision })]);
    if (!isReached()) return;
    const update = other.updateSecret(secretOf(name, { password: "tulip" }));
    const [updated] = await Promise.allSettled([update]);
    await land();
    // A look of the same manager, which may have kept in mind what it could not do.
    await Promise.allSettled([manager.getSecret(name)]);
    await settled();
    const what = `a write whose step ${step} landed late`;
    if (updated.status === "rejected") {
      // Only a deletion that was carried out already leaves nothing to update.
      await failsWith(update, "SECRET_NOT_FOUND", `${what}: updating beside it`);
      const isDenied =
        end.status === "rejected" &&
        KeykistError.is(end.reason) &&
        end.reason.outcome === "not_applied";
      assert.ok(!isDenied, `${what}: it deleted the secret, and says that it did not`);
      continue;
    }
    await holds(other, name, { password: "tulip" }, what);
  }
}

/** A connected manager of which one step fails at once and takes effect when it is told to land. */
async function withLateStep(
  context: CaseContext,
  step: number,
): Promise<{
  readonly manager: SecretsManager;
  readonly land: () => Promise<void>;
  readonly isReached: () => boolean;
}> {
  const fault = faultOf(context, "unavailable");
  const control = new StepControl();
  const manager = await context.manager({}, { random: () => 0, interceptStep: control.intercept });
  await Promise.allSettled([manager.getSecret(context.name("absent"))]);
  control.steps.length = 0;
  const landing = Promise.withResolvers<void>();
  control.plan = () =>
    control.steps.length === step
      ? { kind: "late", error: fault(), until: landing.promise }
      : { kind: "pass" };
  return {
    manager,
    land: async () => {
      landing.resolve();
      await settled();
      await context.settle();
    },
    isReached: () => control.steps.length >= step,
  };
}
