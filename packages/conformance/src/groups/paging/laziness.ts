import assert from "node:assert/strict";
import type { SecretSummary } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, endsNow, failsWith, succeeds } from "../../expectations.ts";
import { FakeClock, settled } from "../../scheduling/fake-clock.ts";
import { StepControl } from "../../scheduling/step-control.ts";
import { givenMany, pageSize } from "../../given-many.ts";

const TIMEOUT = 1000;

/** When listings ask the backend, and for how much. */
export const lazyPagingCases: readonly ConformanceCase[] = group("paging", {
  "begins-late": {
    title: "a listing asks the backend for nothing before its first secret is asked for",
    requires: ["set up", "observable"],
    run: async (context) => {
      await givenMany(context, 1);
      const { control, listing } = await watched(context);
      const iterator = listing[Symbol.asyncIterator]();
      await settled();
      assert.equal(control.steps.length, 0, "steps before a secret was asked for");
      await succeeds(iterator.next(), "listing");
      assert.ok(control.steps.length > 0, "a secret was listed without a step");
    },
  },
  "page-by-page": {
    title:
      "a listing asks for a page when it comes to it: the first secret waits for no later page",
    requires: ["set up", "observable", "pageSize"],
    run: async (context) => {
      const names = await givenMany(context, pageSize(context) + 1);
      const { control, listing } = await watched(context);
      const iterator = listing[Symbol.asyncIterator]();
      await succeeds(iterator.next(), "listing");
      await settled();
      const first = control.steps.length;
      for (let number = 1; number < names.length; number += 1) {
        await succeeds(iterator.next(), "going on with the listing");
      }
      const all = control.steps.length;
      assert.ok(first < all, `${first} of ${all} steps were made for the first secret`);
    },
  },
  "left-early": {
    title: "a listing that is left asks the backend for nothing more",
    requires: ["set up", "observable"],
    run: async (context) => {
      await givenMany(context, pageSize(context) + 1);
      const { control, listing } = await watched(context);
      const iterator = listing[Symbol.asyncIterator]();
      await succeeds(iterator.next(), "listing");
      await settled();
      const before = control.steps.length;
      await succeeds(Promise.resolve(iterator.return?.()), "leaving the listing");
      await settled();
      assert.equal(control.steps.length, before, "steps once the listing was left");
    },
  },
  "aborted-later": {
    title: "a listing that is aborted while a later page is awaited ends at once with ABORTED",
    requires: ["set up", "observable", "pageSize"],
    run: async (context) => {
      await givenMany(context, pageSize(context) + 1);
      const controller = new AbortController();
      const { control, listing } = await watched(context, { signal: controller.signal });
      const iterator = listing[Symbol.asyncIterator]();
      await succeeds(iterator.next(), "listing");
      control.plan = () => ({ kind: "stop", when: "before" });
      const rest = collected({ [Symbol.asyncIterator]: () => iterator });
      await Promise.race([control.held, Promise.allSettled([rest])]);
      controller.abort();
      await endsNow(rest, "a listing, aborted at a later page");
      await failsWith(rest, "ABORTED", "a listing, aborted at a later page");
    },
  },
  "page-time": {
    title: "timeoutMs bounds each page of a listing, not all of them together",
    requires: ["set up", "observable"],
    run: async (context) => {
      const names = await givenMany(context, 2 * pageSize(context) + 1);
      const most = await mostStepsForOne(context);
      const clock = new FakeClock();
      const manager = await context.manager(
        { timeoutMs: TIMEOUT },
        {
          clock,
          interceptStep: async (_step, run) => {
            // As long as a page may take, where it takes the most steps.
            await clock.advance(Math.floor((TIMEOUT - 1) / most));
            return run();
          },
        },
      );
      const listing = manager.listSecrets({ prefix: context.name("db/") });
      const { length } = await succeeds(collected(listing), "a listing of slow pages");
      assert.ok(length >= names.length, "the listing ended early");
    },
  },
});

/** A listing whose steps are seen, of a manager that has listed before. */
async function watched(
  context: CaseContext,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<{
  readonly control: StepControl;
  readonly listing: AsyncIterable<SecretSummary>;
}> {
  const control = new StepControl();
  const manager = await context.manager({}, { interceptStep: control.intercept });
  const prefix = context.name("db/");
  // Connecting is no part of a listing.
  await succeeds(collected(manager.listSecrets({ prefix: `${prefix}none` })), "listing");
  control.steps.length = 0;
  return { control, listing: manager.listSecrets({ prefix, ...options }) };
}

/** The most steps that a listing makes between two secrets. */
async function mostStepsForOne(context: CaseContext): Promise<number> {
  const control = new StepControl();
  const manager = await context.manager({}, { interceptStep: control.intercept });
  const iterator = manager.listSecrets({ prefix: context.name("db/") })[Symbol.asyncIterator]();
  let most = 1;
  for (let isDone = false; !isDone;) {
    const before = control.steps.length;
    isDone = (await succeeds(iterator.next(), "listing")).done === true;
    most = Math.max(most, control.steps.length - before);
  }
  return most;
}
