import assert from "node:assert/strict";
import { KeykistError, type SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, failsWith, holds, isAbsent, succeeds } from "../../expectations.ts";
import { givenManyOf, pageSize } from "../../given-many.ts";
import { secretOf } from "../../given.ts";
import { storeSecret } from "../../set-up.ts";
import { oneOfEach, prefixOf, register, scoped } from "./scoped-managers.ts";

export const isolationCases: readonly ConformanceCase[] = group("scopes", {
  "same-name": {
    title: "one name can be registered in all four scopes, and each reads its own secret",
    requires: ["set up"],
    run: async (context) => {
      const name = context.name("db");
      const managers = await oneOfEach(context);
      for (const [scope, manager] of managers)
        await register(context, manager, name, `of ${scope}`);
      await context.settle();
      for (const [scope, manager] of managers)
        await holds(manager, name, { password: `of ${scope}` }, `the secret of scope ${scope}`);
    },
  },
  "other-names": {
    title: "no scope reads a secret of another: each of twelve cross-reads is SECRET_NOT_FOUND",
    requires: ["set up"],
    run: async (context) => {
      const managers = await oneOfEach(context);
      for (const [scope, manager] of managers)
        await register(context, manager, context.name(scope), `of ${scope}`);
      await context.settle();
      for (const [scope, manager] of managers) {
        for (const [other] of managers) {
          if (other !== scope)
            await isAbsent(
              manager,
              context.name(other),
              `the secret of scope ${other}, read through ${scope}`,
            );
        }
      }
    },
  },
  lists: {
    title: "each scope lists exactly its own secrets, by their names without the scope",
    requires: ["set up"],
    run: async (context) => {
      const managers = await oneOfEach(context);
      for (const [scope, manager] of managers)
        await register(context, manager, context.name(`${scope}/db`), `of ${scope}`);
      await context.settle();
      for (const [scope, manager] of managers) {
        assert.deepEqual(
          await ownNames(context, manager),
          [context.name(`${scope}/db`)],
          `the names in scope ${scope}`,
        );
      }
    },
  },
  "lists-none": {
    title: "scope none never lists what stands under keykist/",
    requires: ["set up"],
    run: async (context) => {
      for (const [, manager] of await oneOfEach(context))
        await register(context, manager, context.name("db"), "tulip");
      await context.settle();
      const none = await scoped(context, "none");
      const summaries = await succeeds(collected(none.listSecrets()), "listing");
      const names = [
        ...summaries.map(({ name }) => name),
        ...(await succeeds(none.getAllSecretKeys(), "listing names")),
      ];
      assert.deepEqual(
        names.filter((name) => name.startsWith("keykist/")),
        [],
        "names under keykist/",
      );
    },
  },
  "prefix-in-scope": {
    title: "a prefix selects among the names of the scope, not among paths",
    requires: ["set up"],
    run: async (context) => {
      const manager = await scoped(context, "namespace");
      await register(context, manager, context.name("db"), "tulip");
      await register(context, await scoped(context, "none"), context.name("db2"), "of none");
      await context.settle();
      const list = async (prefix: string): Promise<string[]> => {
        const summaries = await succeeds(collected(manager.listSecrets({ prefix })), "listing");
        return summaries.map(({ name }) => name);
      };
      assert.deepEqual(
        await list(context.name("d")),
        [context.name("db")],
        "names that begin with the prefix",
      );
      for (const prefix of ["keykist/", prefixOf(context, "namespace"), "../", "/"]) {
        assert.deepEqual(await list(prefix), [], `names that begin with ${JSON.stringify(prefix)}`);
      }
    },
  },
  "crafted-read": {
    title: "no name reaches into another scope: reading keykist/global/db fails with INVALID_NAME",
    requires: ["set up"],
    run: async (context) => {
      const name = context.name("db");
      await register(context, await scoped(context, "global"), name, "of global");
      await register(context, await scoped(context, "none"), name, "of none");
      await context.settle();
      for (const [scope, manager] of await oneOfEach(context)) {
        for (const crafted of craftedNames(name)) {
          const what = `${JSON.stringify(crafted)} in scope ${scope}`;
          await failsWith(manager.getSecret(crafted), "INVALID_NAME", `reading ${what}`);
          await failsWith(manager.describeSecret(crafted), "INVALID_NAME", `describing ${what}`);
        }
      }
    },
  },
  "names-like-paths": {
    title:
      "a name of scope none that looks like a path of another scope, such as keykist--global--db, is a secret of its own",
    requires: ["set up"],
    run: async (context) => {
      const name = context.name("db");
      const none = await scoped(context, "none");
      const global = await scoped(context, "global");
      const alike = ["--", "__", ".", "-", "_"].map((by) => ["keykist", "global", name].join(by));
      for (const each of alike) await register(context, none, each, "of none");
      await context.settle();
      await isAbsent(global, name, "what only scope none has, read through global");
      await register(context, global, name, "of global");
      await context.settle();
      for (const each of alike) await holds(none, each, { password: "of none" }, each);
    },
  },
  "crafted-write": {
    title:
      "no name writes into another scope: deleting keykist/global/db fails with INVALID_NAME, and it stays",
    requires: ["write"],
    run: async (context) => {
      const name = context.name("db");
      const global = await scoped(context, "global");
      await register(context, global, name, "of global");
      await context.settle();
      for (const [scope, manager] of await oneOfEach(context)) {
        for (const crafted of craftedNames(name)) {
          await failsWith(
            manager.deleteSecret(crafted),
            "INVALID_NAME",
            `deleting ${JSON.stringify(crafted)} in scope ${scope}`,
          );
        }
      }
      await context.settle();
      await holds(global, name, { password: "of global" }, "the secret of scope global");
    },
  },
  "batch-in-scope": {
    title: "a batch reads the secrets of its own scope only",
    requires: ["set up"],
    run: async (context) => {
      const [mine, theirs] = [context.name("mine"), context.name("theirs")];
      const manager = await scoped(context, "namespace");
      await register(context, manager, mine, "tulip");
      await register(context, await scoped(context, "none"), theirs, "of none");
      await register(context, await scoped(context, "none"), mine, "of none");
      await context.settle();
      const answers = await succeeds(manager.getSecrets([mine, theirs]), "reading many");
      const answer = answers.get(mine);
      assert.ok(
        answer !== undefined && !KeykistError.is(answer),
        "the scope's own secret is not answered",
      );
      assert.deepEqual({ ...answer.content }, { password: "tulip" }, "the scope's own secret");
      assert.ok(
        KeykistError.is(answers.get(theirs), "SECRET_NOT_FOUND"),
        "the answer for a secret of another scope",
      );
    },
  },
  pages: {
    title:
      "pages that are full of the secrets of another scope neither show them nor end a listing",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const namespace = context.name("team");
      await givenManyOf(context, namespace, pageSize(context) + 1);
      // Before and behind all that is in a scope, where the backend sorts by path.
      const names = [context.name("db"), `z${context.name("db")}`];
      for (const name of names) {
        await storeSecret(context, manager, secretOf(name, { password: "tulip" }));
      }
      await context.settle();
      const listed = await succeeds(manager.getAllSecretKeys(), "listing names");
      const ofThisCase = listed.filter((name) => name.includes(context.name("")));
      assert.deepEqual(ofThisCase, names, "the names in scope none");
      const others = await context.manager({ scope: "namespace", namespace });
      const theirs = await succeeds(others.getAllSecretKeys(), "listing names of a namespace");
      assert.equal(theirs.length, pageSize(context) + 1, "how many names the namespace has");
    },
  },
});

function craftedNames(name: string): readonly string[] {
  return [
    `keykist/global/${name}`,
    `/keykist/global/${name}`,
    `../global/${name}`,
    `../../${name}`,
    `./${name}`,
  ];
}

/** The names of this case that a manager lists, in both ways of listing. */
async function ownNames(context: CaseContext, manager: SecretsManager): Promise<string[]> {
  const summaries = await succeeds(collected(manager.listSecrets()), "listing");
  const names = await succeeds(manager.getAllSecretKeys(), "listing names");
  const own = names.filter((name) => name.includes(context.name("")));
  const listed = summaries
    .map(({ name }) => name)
    .filter((name) => name.includes(context.name("")));
  assert.deepEqual(listed.toSorted(), own, "what one way of listing gives, beside the other");
  return own;
}
