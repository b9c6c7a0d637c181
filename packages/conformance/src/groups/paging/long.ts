import assert from "node:assert/strict";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, succeeds } from "../../expectations.ts";
import { givenMany, givenNamed, namesListed, pageSize } from "../../given-many.ts";
import { StepControl } from "../../scheduling/step-control.ts";
import { spread } from "../../scheduling/spread.ts";

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
  "mixed-names": {
    title: "a listing of several pages shows each secret once, in whatever order names are sorted",
    requires: ["set up"],
    run: async (context) => {
      const names = mixedNames(context, 2 * pageSize(context) + 1);
      await givenNamed(context, names);
      const manager = await context.manager();
      const listed = await namesListed(manager, context.name("db/"), "listing");
      assert.deepEqual(listed.toSorted(), names, "the names");
      const keys = await succeeds(manager.getAllSecretKeys(), "listing names");
      const ofThisCase = keys.filter((name) => name.startsWith(context.name("db/")));
      assert.deepEqual(ofThisCase, names, "the names in order");
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
      for (const first of spread(length)) {
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

/** Sorted names in which both cases, digits and separators take turns. */
function mixedNames(context: CaseContext, count: number): string[] {
  const letters = ["A", "b", "C", "d", "Z", "z", "0", "9", "a-", "B_", "e.", "F/"];
  return Array.from({ length: count }, (_, number) => {
    const first = letters[number % letters.length] ?? "";
    const second = letters[(number * 5 + 3) % letters.length] ?? "";
    return context.name(`db/${first}${second}x${number}`);
  }).toSorted();
}

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
