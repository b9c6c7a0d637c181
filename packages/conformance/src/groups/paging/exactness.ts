import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { givenSecret } from "../../given.ts";
import { givenMany, namesListed, pageSize } from "../../given-many.ts";

/** More secrets than one call of any known backend deletes. */
const MANY = 131;

/** What listings of several pages show. */
export const exactPagingCases: readonly ConformanceCase[] = group("paging", {
  each: {
    title: "a listing of several pages shows each secret once",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const names = await givenMany(context, 2 * pageSize(context) + 1);
      const listed = await namesListed(manager, context.name("db/"), "listing");
      assert.deepEqual(listed.toSorted(), names, "the names");
    },
  },
  prefix: {
    title:
      "a listing of several pages shows what begins with its prefix, and nothing of before or behind it",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const page = pageSize(context);
      await givenMany(context, page, "db-a/");
      const names = await givenMany(context, page + 1, "db-b/");
      await givenMany(context, page, "db-c/");
      await givenSecret(context, manager, "db-b", { password: "tulip" });
      const listed = await namesListed(manager, context.name("db-b/"), "listing");
      assert.deepEqual(listed.toSorted(), names, "the names");
    },
  },
  names: {
    title: "the names of several pages are sorted as one list, each once",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const names = await givenMany(context, 2 * pageSize(context) + 1);
      const listed = await succeeds(manager.getAllSecretKeys(), "listing names");
      const ofThisCase = listed.filter((each) => each.startsWith(context.name("")));
      assert.deepEqual(ofThisCase, names, "the names");
    },
  },
  "delete-all": {
    title: "deleteAllSecrets deletes the secrets of all pages, and counts them",
    requires: ["write", "isolated"],
    run: async (context) => {
      const manager = await context.manager();
      const names = await givenMany(context, Math.max(pageSize(context) + 1, MANY));
      const { deleted } = await succeeds(manager.deleteAllSecrets(), "deleting all");
      assert.equal(deleted, names.length, "how many were deleted");
      await context.settle();
      assert.deepEqual(await namesListed(manager, "", "listing"), [], "what is left");
    },
  },
  "empty-page": {
    title: "a page that holds nothing, and says that there is more, does not end a listing",
    requires: ["set up", "server empty page"],
    run: async (context) => {
      const manager = await context.manager();
      const names = await givenMany(context, 2 * pageSize(context) + 1);
      for (const first of [1, 2, 3]) {
        await context.backend.serverFaults?.begin("empty page", { first, count: 1 });
        const listed = await namesListed(manager, context.name("db/"), "listing");
        await context.backend.serverFaults?.end();
        assert.deepEqual(listed.toSorted(), names, `the names, where page ${first} is empty`);
      }
    },
  },
  "half-page": {
    title: "a page that holds less than it could, and says that there is more, is not the last",
    requires: ["set up", "server half page"],
    run: async (context) => {
      const manager = await context.manager();
      const names = await givenMany(context, 2 * pageSize(context) + 1);
      for (const first of [1, 2, 3]) {
        await context.backend.serverFaults?.begin("half page", { first, count: 1 });
        const listed = await namesListed(manager, context.name("db/"), "listing");
        await context.backend.serverFaults?.end();
        assert.deepEqual(listed.toSorted(), names, `the names, where page ${first} is half full`);
      }
    },
  },
});
