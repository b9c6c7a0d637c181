import assert from "node:assert/strict";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, succeeds } from "../../expectations.ts";
import { givenMany, namesListed, pageSize } from "../../given-many.ts";
import { StepControl } from "../../scheduling/step-control.ts";

/** Pages of a long listing: more than a flavor gives up after. */
const PAGES = 12;

/** Listings of more than two pages, and pages that fail. */
export const longPagingCases: readonly ConformanceCase[] = group("paging", {
  dozens: {
    title: "a listing of very many pages shows each secret once",
    requires: ["set up", "pageSize", "fill"],
    run: async (context) => {
      const names = await givenMany(context, PAGES * pageSize(context) + 1);
      const listed = await namesListed(await context.manager(), context.name("db/"), "listing");
      assert.equal(listed.length, names.length, "how many are listed");
      assert.equal(new Set(listed).size, names.length, "how many are listed, each counted once");
    },
  },
  "fails-later": {
    title: "a listing whose later page is denied fails with PERMISSION_DENIED and never just ends",
    requires: ["set up", "observable", "denied"],
    run: async (context) => {
      await givenMany(context, 2 * pageSize(context) + 1);
      const prefix = context.name("db/");
      const control = new StepControl();
      const counted = await context.manager({}, { interceptStep: control.intercept });
      await namesListed(counted, prefix, "listing");
      const { length } = control.steps;
      for (let first = 1; first <= length; first += 1) {
        const listing = namesFrom(context, first, prefix);
        await failsWith(listing, "PERMISSION_DENIED", `a listing denied from step ${first} on`);
      }
    },
  },
  "deleted-as-listed": {
    title: "a listing goes on after the secrets that it has just shown were deleted",
    requires: ["write"],
    run: async (context) => {
      const other = await context.manager();
      const page = pageSize(context);
      const names = await givenMany(context, 2 * page + 1);
      const listed: string[] = [];
      const manager = await context.manager();
      const iterator = manager.listSecrets({ prefix: context.name("db/") })[Symbol.asyncIterator]();
      for (;;) {
        const next = await succeeds(iterator.next(), "listing while secrets are deleted");
        if (next.done === true) break;
        listed.push(next.value.name);
        // The last of each page: what a flavor goes on behind.
        if (listed.length % page > 1) continue;
        await succeeds(other.deleteSecret(next.value.name), "deleting what was just listed");
      }
      assert.deepEqual(listed.toSorted(), names, "the names");
    },
  },
});

async function namesFrom(context: CaseContext, first: number, prefix: string): Promise<string[]> {
  const control = new StepControl();
  control.plan = () =>
    control.steps.length >= first
      ? { kind: "fail", error: context.harness.faults?.denied?.(), when: "before" }
      : { kind: "pass" };
  const manager = await context.manager({}, { interceptStep: control.intercept });
  const names: string[] = [];
  for await (const { name } of manager.listSecrets({ prefix })) names.push(name);
  return names;
}
