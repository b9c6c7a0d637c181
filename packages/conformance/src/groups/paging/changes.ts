import assert from "node:assert/strict";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { givenSecret } from "../../given.ts";
import { givenMany, namesListed, pageSize } from "../../given-many.ts";

/** What becomes of a listing while others write. */
export const changingPagingCases: readonly ConformanceCase[] = group("paging", {
  "changed-meanwhile": {
    title:
      "a secret that is there throughout a listing is listed once, whatever is registered and deleted meanwhile",
    requires: ["write"],
    run: async (context) => {
      const other = await context.manager();
      const names = await givenMany(context, 2 * pageSize(context) + 1);
      const gone = new Set<string>();
      const listed = await listedWhile(context, async (position, name) => {
        const inPage = position % pageSize(context);
        if (!names.includes(name) || (inPage !== 1 && inPage !== 2)) return;
        gone.add(name);
        await succeeds(other.deleteSecret(name), "deleting what was listed already");
        if (inPage === 2) return;
        // More are deleted than come: who pages by position would find them in the places of others.
        await givenSecret(context, other, `db/0-${position}`, { password: "tulip" });
        await givenSecret(context, other, `db/z-${position}`, { password: "tulip" });
      });
      const permanent = listed.filter((name) => names.includes(name) && !gone.has(name));
      const expected = names.filter((name) => !gone.has(name));
      assert.deepEqual(permanent.toSorted(), expected, "those that were there throughout");
      assert.equal(new Set(listed).size, listed.length, "how many are listed, each counted once");
    },
  },
  "gone-meanwhile": {
    title: "a secret that is deleted before a listing comes to it does not make the listing fail",
    requires: ["write"],
    run: async (context) => {
      const other = await context.manager();
      await givenMany(context, pageSize(context) + 1);
      const order = await orderOf(context);
      const listed = await listedWhile(context, async (position) => {
        const last = order.at(-1) ?? "";
        if (position === 1) await succeeds(other.deleteSecret(last), "deleting the last");
      });
      assert.deepEqual(listed.slice(0, order.length - 1), order.slice(0, -1), "the others");
    },
  },
  "page-emptied": {
    title: "a listing whose next page was deleted meanwhile goes on with the page behind it",
    requires: ["write"],
    run: async (context) => {
      const other = await context.manager();
      const page = pageSize(context);
      await givenMany(context, 2 * page + 1);
      const order = await orderOf(context);
      const listed = await listedWhile(context, async (position) => {
        if (position !== 1) return;
        for (const name of order.slice(page, 2 * page)) {
          await succeeds(other.deleteSecret(name), "deleting a page");
        }
      });
      assert.ok(listed.includes(order.at(-1) ?? ""), "the secret of the last page is not listed");
      assert.deepEqual(listed.slice(0, page), order.slice(0, page), "those of the first page");
    },
  },
});

/** The order in which the backend lists. */
async function orderOf(context: CaseContext): Promise<string[]> {
  return namesListed(await context.manager(), context.name("db/"), "listing");
}

/** What a listing gives while something is done after each secret; positions count from 1. */
async function listedWhile(
  context: CaseContext,
  change: (position: number, name: string) => Promise<void>,
): Promise<string[]> {
  const manager = await context.manager();
  const iterator = manager.listSecrets({ prefix: context.name("db/") })[Symbol.asyncIterator]();
  const names: string[] = [];
  for (;;) {
    const next = await succeeds(iterator.next(), "listing while others write");
    if (next.done === true) return names;
    names.push(next.value.name);
    await change(names.length, next.value.name);
  }
}
