import assert from "node:assert/strict";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, succeeds } from "../../expectations.ts";
import { givenPlanted, givenSecret, revisionOf, secretOf } from "../../given.ts";
import { storeSecret } from "../../set-up.ts";

export const listingCases: readonly ConformanceCase[] = group("contract", {
  "list-names": {
    title: "getAllSecretKeys answers the names of the secrets, sorted",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const expected: string[] = [];
      for (const hint of ["b", "a/c", "C", "a", "a-b"]) {
        expected.push(await givenSecret(context, manager, hint, { password: "tulip" }));
      }
      const names = await succeeds(manager.getAllSecretKeys(), "listing names");
      assert.deepEqual(ofThisCase(context, names), expected.toSorted(), "the names");
    },
  },
  "list-names-none": {
    title: "where there is no secret, getAllSecretKeys answers an empty list",
    requires: ["isolated"],
    run: async (context) => {
      const manager = await context.manager();
      assert.deepEqual(
        await succeeds(manager.getAllSecretKeys(), "listing names"),
        [],
        "the names",
      );
    },
  },
  list: {
    title: "listSecrets shows each secret once, however many there are",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      // More than one page of any backend that is known to page.
      const expected = Array.from({ length: 120 }, (_, number) => context.name(`db-${number}`));
      for (const name of expected) {
        await storeSecret(context, manager, secretOf(name, { password: "tulip" }));
      }
      await context.settle();
      const summaries = await succeeds(collected(manager.listSecrets()), "listing");
      const names = summaries.map(({ name }) => name);
      assert.deepEqual(ofThisCase(context, names).toSorted(), expected.toSorted(), "the names");
    },
  },
  "list-summaries": {
    title: "a listed secret has the type and the revision that reading and describing it show",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const summaries = await succeeds(collected(manager.listSecrets()), "listing");
      const summary = summaries.find((each) => each.name === name);
      assert.ok(summary !== undefined, "the secret is not listed");
      assert.equal(summary.type, "arbitrary", "its type");
      assert.equal(summary.revision, await revisionOf(manager, name), "its revision");
    },
  },
  "list-unowned": {
    title: "listSecrets shows no secret that something else made",
    requires: ["plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const owned = await givenPlanted(context, "db/own", { password: "aster" }, { owned: true });
      await givenPlanted(context, "db/foreign", { password: "tulip" }, { owned: false });
      const listing = manager.listSecrets({ prefix: context.name("db/") });
      const names = (await succeeds(collected(listing), "listing")).map(({ name }) => name);
      assert.deepEqual(names, [owned], "the names");
    },
  },
  "list-prefix": {
    title:
      "listSecrets with a prefix shows the secrets whose names begin with it, wherever it ends",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      for (const hint of ["team/db", "team/db-2", "team/queue", "team2", "other"]) {
        await givenSecret(context, manager, hint, { password: "tulip" });
      }
      const hints = {
        "team/db": ["team/db", "team/db-2"],
        team: ["team/db", "team/db-2", "team/queue", "team2"],
      };
      for (const [prefix, expected] of Object.entries(hints)) {
        const listing = manager.listSecrets({ prefix: context.name(prefix) });
        const names = (await succeeds(collected(listing), "listing")).map(({ name }) => name);
        const shown = expected.map((hint) => context.name(hint)).toSorted();
        assert.deepEqual(names.toSorted(), shown, `the names that begin with ${prefix}`);
      }
    },
  },
  "list-again": {
    title:
      "a listing that is left before its end holds nothing up, and another begins at the beginning",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const prefix = context.name("db/");
      for (const number of [1, 2, 3])
        await givenSecret(context, manager, `db/${number}`, { password: "tulip" });
      const listing = manager.listSecrets({ prefix });
      const iterator = listing[Symbol.asyncIterator]();
      await succeeds(iterator.next(), "listing");
      await succeeds(Promise.resolve(iterator.return?.()), "leaving a listing");
      await givenSecret(context, manager, "db/4", { password: "tulip" });
      const again = await succeeds(collected(manager.listSecrets({ prefix })), "listing again");
      assert.equal(again.length, 4, "the number of secrets in the second listing");
    },
  },
});

/** Names of other cases may stand in a backend that is not isolated. */
function ofThisCase(context: CaseContext, names: readonly string[]): string[] {
  return names.filter((name) => name.startsWith(context.name("")));
}
