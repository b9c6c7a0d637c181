import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, endsNow, failsWith, succeeds } from "../../expectations.ts";
import { givenSecret } from "../../given.ts";
import { settled } from "../../scheduling/fake-clock.ts";
import { isInState } from "../../secret-state.ts";
import { StepControl } from "../../scheduling/step-control.ts";
import { readsEnd, writesEndNotApplied, writesEndUnknown } from "./interrupted.ts";
import { operationsUnderTest } from "../../operations-under-test.ts";
import { trialOf } from "../../trial.ts";

export const abortingCases: readonly ConformanceCase[] = group("errors", {
  "aborted-before": {
    title: "an operation whose signal is aborted already fails with ABORTED and makes no step",
    requires: ["set up"],
    run: async (context) => {
      for (const operation of operationsUnderTest(context)) {
        const { control, run, target } = await trialOf(context, operation, { label: "1" });
        const error = await failsWith(
          run({ signal: AbortSignal.abort() }),
          "ABORTED",
          operation.operation,
        );
        assert.equal(control.steps.length, 0, `${operation.operation}: steps that were made`);
        if (operation.change === undefined) continue;
        assert.equal(error.outcome, "not_applied", `${operation.operation}: outcome of the error`);
        await isInState(context, target.name, [operation.change.before], operation.operation);
      }
    },
  },
  "abort-reason": {
    title: "the cause of an operation that was aborted names the caller's reason",
    requires: ["set up"],
    run: async (context) => {
      const reason = new DOMException("the request took too long", "TimeoutError");
      for (const operation of operationsUnderTest(context)) {
        const { run } = await trialOf(context, operation, { label: "reason" });
        const work = run({ signal: AbortSignal.abort(reason) });
        const { cause } = await failsWith(work, "ABORTED", operation.operation);
        const name: unknown = Reflect.get(Object(cause), "name");
        assert.equal(name, reason.name, `${operation.operation}: the name of the cause`);
      }
    },
  },
  "abort-read": {
    title: "a read that is aborted while the backend does not answer ends at once with ABORTED",
    requires: ["set up", "observable"],
    run: (context) => readsEnd(context, "ABORTED"),
  },
  "abort-not-applied": {
    title:
      "a write that is aborted before it could change anything says not_applied, and nothing is written",
    requires: ["write", "observable"],
    run: (context) => writesEndNotApplied(context, "ABORTED"),
  },
  "abort-unknown": {
    title:
      "a write that is aborted after it may have changed something says unknown, and is not to be repeated blindly",
    requires: ["write", "observable"],
    run: (context) => writesEndUnknown(context, "ABORTED"),
  },
  "abort-stays": {
    title: "a write that was aborted before it could change anything does not land later",
    requires: ["write", "observable"],
    run: async (context) => {
      for (const operation of operationsUnderTest(context)) {
        if (operation.change === undefined) continue;
        const released = Promise.withResolvers<void>();
        const { control, run, target } = await trialOf(context, operation, {
          label: "1",
          plan: ({ mutates }) =>
            mutates ? { kind: "delay", until: released.promise, when: "before" } : { kind: "pass" },
        });
        const controller = new AbortController();
        const work = run({ signal: controller.signal });
        await Promise.race([control.held, Promise.allSettled([work])]);
        controller.abort();
        await endsNow(work, `${operation.operation}, aborted`);
        released.resolve();
        await settled();
        await isInState(
          context,
          target.name,
          [operation.change.before],
          `${operation.operation}, aborted`,
        );
      }
    },
  },
  "abort-listing": {
    title: "a listing that is aborted between two secrets fails with ABORTED, and never just ends",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const prefix = context.name("db/");
      for (const number of [1, 2])
        await givenSecret(context, manager, `db/${number}`, { password: "tulip" });
      const controller = new AbortController();
      const listing = manager.listSecrets({ prefix, signal: controller.signal });
      const iterator = listing[Symbol.asyncIterator]();
      await succeeds(iterator.next(), "listing");
      controller.abort();
      await failsWith(iterator.next(), "ABORTED", "going on with the listing");
    },
  },
  "abort-get-many": {
    title: "a batch that is aborted fails with ABORTED as a whole",
    requires: ["set up", "observable"],
    run: async (context) => {
      const setUp = await context.manager();
      const names = [
        await givenSecret(context, setUp, "a", { password: "tulip" }),
        await givenSecret(context, setUp, "b", { password: "dahlia" }),
      ];
      const control = new StepControl();
      control.plan = () => ({ kind: "stop", when: "before" });
      const manager = await context.manager({}, { interceptStep: control.intercept });
      const controller = new AbortController();
      const work = manager.getSecrets(names, { signal: controller.signal });
      await Promise.race([control.held, Promise.allSettled([work])]);
      controller.abort();
      await endsNow(work, "an aborted batch");
      await failsWith(work, "ABORTED", "an aborted batch");
    },
  },
  "abort-delete-all": {
    title: "deleteAllSecrets that is aborted half-way fails with ABORTED and says unknown",
    requires: ["write", "observable", "isolated"],
    run: async (context) => {
      const setUp = await context.manager();
      for (const hint of ["a", "b"]) await givenSecret(context, setUp, hint, { password: "tulip" });
      const control = new StepControl();
      control.plan = ({ mutates }) =>
        mutates ? { kind: "stop", when: "after" } : { kind: "pass" };
      const manager = await context.manager({}, { interceptStep: control.intercept });
      const controller = new AbortController();
      const work = manager.deleteAllSecrets({ signal: controller.signal });
      await Promise.race([control.held, Promise.allSettled([work])]);
      controller.abort();
      await endsNow(work, "deleting all, aborted");
      await failsWith(work, "ABORTED", "deleting all, aborted", { outcome: "unknown" });
    },
  },
  "no-listeners": {
    title: "an operation that has ended has let go of the caller's signal",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const signal = new CountedSignal();
      await succeeds(manager.getSecret(name, { signal: signal.signal }), "reading");
      await succeeds(collected(manager.listSecrets({ signal: signal.signal })), "listing");
      await succeeds(manager.getSecrets([name], { signal: signal.signal }), "reading many");
      assert.equal(signal.listeners, 0, "listeners that are left on the signal");
    },
  },
});

/** A signal that knows how many listen to it. */
class CountedSignal {
  readonly signal: AbortSignal = new AbortController().signal;
  listeners = 0;

  constructor() {
    const { signal } = this;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>): void => {
      this.listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
      this.listeners -= 1;
      remove(...args);
    };
  }
}
