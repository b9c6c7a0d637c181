import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, isAbsent, succeeds } from "../../expectations.ts";
import { revisionOf, secretOf } from "../../given.ts";
import { register, scoped } from "./scoped-managers.ts";

export const keepingCases: readonly ConformanceCase[] = group("scopes", {
  "history-in-scope": {
    title: "the history of a secret holds no state of its namesake in another scope",
    requires: ["write", "history"],
    run: async (context) => {
      const name = context.name("db");
      const mine = await scoped(context, "namespace");
      const theirs = await scoped(context, "global");
      await register(context, mine, name, "tulip");
      await register(context, theirs, name, "of global");
      await succeeds(
        theirs.updateSecret(secretOf(name, { password: "of global 2" })),
        "updating in scope global",
      );
      await context.settle();
      const revisions = async (manager: typeof mine): Promise<string[]> => {
        const history = await succeeds(manager.getSecretHistory(name), "reading a history");
        return history.map(({ revision }) => revision);
      };
      const other = new Set(await revisions(theirs));
      assert.deepEqual(
        (await revisions(mine)).filter((revision) => other.has(revision)),
        [],
        "revisions in both histories",
      );
    },
  },
  "rollback-in-scope": {
    title: "a secret cannot be rolled back to a state of its namesake in another scope",
    requires: ["write", "history"],
    run: async (context) => {
      const name = context.name("db");
      const mine = await scoped(context, "namespace");
      const theirs = await scoped(context, "global");
      await register(context, mine, name, "tulip");
      await register(context, theirs, name, "of global");
      await context.settle();
      const rolling = mine.rollbackSecret(name, await revisionOf(theirs, name));
      await failsWith(rolling, "REVISION_NOT_FOUND", "rolling back to a state of another scope");
      await context.settle();
      await holds(mine, name, { password: "tulip" }, "the secret");
    },
  },
  "undelete-in-scope": {
    title: "undeleting brings back the secret of its own scope only",
    requires: ["write", "recoverable"],
    run: async (context) => {
      const name = context.name("db");
      const mine = await scoped(context, "namespace");
      const theirs = await scoped(context, "global");
      for (const [manager, password] of [
        [mine, "tulip"],
        [theirs, "of global"],
      ] as const) {
        await register(context, manager, name, password);
        await succeeds(manager.deleteSecret(name), "deleting");
      }
      await context.settle();
      await succeeds(mine.undeleteSecret(name), "undeleting");
      await context.settle();
      await holds(mine, name, { password: "tulip" }, "the secret that was brought back");
      await isAbsent(theirs, name, "its namesake in scope global");
    },
  },
  "undelete-not-in-scope": {
    title: "what was deleted in another scope cannot be undeleted: SECRET_NOT_FOUND",
    requires: ["write", "recoverable"],
    run: async (context) => {
      const name = context.name("db");
      const theirs = await scoped(context, "global");
      await register(context, theirs, name, "of global");
      await succeeds(theirs.deleteSecret(name), "deleting");
      await context.settle();
      const mine = await scoped(context, "namespace");
      await failsWith(
        mine.undeleteSecret(name),
        "SECRET_NOT_FOUND",
        "undeleting a secret of another scope",
      );
    },
  },
  "adopt-in-scope": {
    title: "a secret that something else made in another scope cannot be adopted: SECRET_NOT_FOUND",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const name = context.name("db");
      await context.backend.plant?.(name, { password: "tulip" }, { owned: false });
      await context.settle();
      const mine = await scoped(context, "namespace");
      await failsWith(
        mine.adoptSecret(name, "arbitrary"),
        "SECRET_NOT_FOUND",
        "adopting a secret of another scope",
      );
      const { owned } = await succeeds(
        (await scoped(context, "none")).describeSecret(name),
        "describing",
      );
      assert.equal(owned, false, "whether the secret is owned now");
    },
  },
});
