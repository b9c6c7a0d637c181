import assert from "node:assert/strict";
import type { Clock } from "@keykist/core";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { holds, succeeds } from "../../expectations.ts";
import { givenSecret, secretOf } from "../../given.ts";
import { FakeClock, settled } from "../../scheduling/fake-clock.ts";
import { shiftedClock } from "../../scheduling/shifted-clock.ts";
import { readsEnd, TIMEOUT, writesEndNotApplied, writesEndUnknown } from "./interrupted.ts";
import { operationsUnderTest } from "../../operations-under-test.ts";
import { trialOf } from "../../trial.ts";

/** Operations that are bounded page by page, or item by item. */
const ofMany: ReadonlySet<string> = new Set([
  "getAllSecretKeys",
  "listSecrets",
  "deleteAllSecrets",
]);

/** How long an operation may take, and that nothing of it is left. */
export const timingCases: readonly ConformanceCase[] = group("errors", {
  "timeout-read": {
    title: "a read that the backend does not answer in timeoutMs ends with TIMEOUT",
    requires: ["set up", "observable"],
    run: (context) => readsEnd(context, "TIMEOUT"),
  },
  "timeout-not-applied": {
    title:
      "a write whose time is up before it could change anything says not_applied, and nothing is written",
    requires: ["write", "observable"],
    run: (context) => writesEndNotApplied(context, "TIMEOUT"),
  },
  "timeout-unknown": {
    title:
      "a write whose time is up after it may have changed something says unknown, and is not to be repeated blindly",
    requires: ["write", "observable"],
    run: (context) => writesEndUnknown(context, "TIMEOUT"),
  },
  "fractional-clock": {
    title: "a clock that tells fractions of milliseconds does as well as one that tells whole ones",
    requires: ["write", "observable"],
    run: async (context) => {
      const whole = shiftedClock();
      const clock: Clock = { ...whole, now: () => Math.trunc(whole.now()) + 0.75 };
      const manager = await context.manager({}, { clock });
      const name = context.name("db");
      const registration = manager.registerSecret(secretOf(name, { password: "tulip" }));
      await succeeds(registration, "registering");
      await context.settle();
      await succeeds(manager.updateSecret(secretOf(name, { password: "dahlia" })), "updating");
      await context.settle();
      const other = await context.manager();
      await holds(other, name, { password: "dahlia" }, "the secret");
      await succeeds(other.describeSecret(name), "describing");
    },
  },
  "timeout-exact": {
    title: "an operation on one secret ends when timeoutMs are over: not before, not after",
    requires: ["set up", "observable"],
    run: async (context) => {
      for (const operation of operationsUnderTest(context)) {
        if (ofMany.has(operation.operation)) continue;
        const clock = new FakeClock();
        const { control, run } = await trialOf(context, operation, {
          label: "1",
          config: { timeoutMs: TIMEOUT },
          options: { clock },
          plan: () => ({ kind: "stop", when: "before" }),
        });
        let ended = false;
        const work = run().finally(() => {
          ended = true;
        });
        await Promise.race([control.held, Promise.allSettled([work])]);
        await clock.advance(TIMEOUT - 1);
        assert.ok(!ended, `${operation.operation}: ended before its time was up`);
        await clock.advance(1);
        assert.ok(ended, `${operation.operation}: still under way when its time was up`);
      }
    },
  },
  "timeout-consumer": {
    title: "the time that a consumer takes between two secrets of a listing does not count",
    requires: ["set up", "observable"],
    run: async (context) => {
      const clock = new FakeClock();
      const manager = await context.manager({ timeoutMs: TIMEOUT }, { clock });
      const prefix = context.name("db/");
      for (const number of [1, 2])
        await givenSecret(context, manager, `db/${number}`, { password: "tulip" });
      const iterator = manager.listSecrets({ prefix })[Symbol.asyncIterator]();
      await succeeds(iterator.next(), "listing");
      await clock.advance(10 * TIMEOUT);
      const next = await succeeds(iterator.next(), "going on with a listing after a long time");
      assert.ok(next.done !== true, "the listing ended early");
    },
  },
  "no-timers": {
    title: "an operation that has ended leaves no timer behind",
    requires: ["set up", "observable"],
    run: async (context) => {
      for (const operation of operationsUnderTest(context)) {
        const clock = new FakeClock();
        const { run } = await trialOf(context, operation, { label: "1", options: { clock } });
        await succeeds(run(), operation.operation);
        // Else one that meets an old state waits to try again, on a clock that stands still.
        await context.settle();
        // The same again is refused where it can be done but once; what is refused leaves none either.
        await Promise.allSettled([run()]);
        await settled();
        assert.equal(clock.pending, 0, `${operation.operation}: timers that are left`);
      }
    },
  },
});
