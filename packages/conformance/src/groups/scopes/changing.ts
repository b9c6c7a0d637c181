import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, isAbsent, succeeds } from "../../expectations.ts";
import { secretOf } from "../../given.ts";
import { oneOfEach, register, scoped } from "./scoped-managers.ts";

export const changingCases: readonly ConformanceCase[] = group("scopes", {
  "update-in-scope": {
    title:
      "an update changes the secret of its own scope only, and finds none where only another scope has one",
    requires: ["write"],
    run: async (context) => {
      const [name, theirs] = [context.name("db"), context.name("theirs")];
      const namespace = await scoped(context, "namespace");
      const global = await scoped(context, "global");
      await register(context, namespace, name, "of the namespace");
      await register(context, global, name, "of global");
      await register(context, global, theirs, "of global");
      await context.settle();
      const updating = namespace.updateSecret(secretOf(theirs, { password: "changed" }));
      await failsWith(updating, "SECRET_NOT_FOUND", "updating a secret of another scope");
      await succeeds(namespace.updateSecret(secretOf(name, { password: "changed" })), "updating");
      await context.settle();
      await holds(namespace, name, { password: "changed" }, "the secret that was updated");
      await holds(global, name, { password: "of global" }, "its namesake in scope global");
    },
  },
  "delete-in-scope": {
    title: "a deletion deletes the secret of its own scope only",
    requires: ["write"],
    run: async (context) => {
      const name = context.name("db");
      const namespace = await scoped(context, "namespace");
      const global = await scoped(context, "global");
      await register(context, namespace, name, "of the namespace");
      await register(context, global, name, "of global");
      await succeeds(global.deleteSecret(name), "deleting");
      await context.settle();
      await isAbsent(global, name, "the secret that was deleted");
      await holds(namespace, name, { password: "of the namespace" }, "its namesake in a namespace");
    },
  },
  "delete-all-in-scope": {
    title:
      "deleting all in one namespace leaves every other scope, and every other namespace, as it was",
    requires: ["write"],
    run: async (context) => {
      const name = context.name("db");
      const others = [
        await scoped(context, "none"),
        await scoped(context, "global"),
        await scoped(context, "component"),
        await scoped(context, "namespace", "team2"),
      ];
      for (const [index, other] of others.entries())
        await register(context, other, name, `of ${index}`);
      const manager = await scoped(context, "namespace");
      await register(context, manager, name, "tulip");
      await context.settle();
      const { deleted } = await succeeds(manager.deleteAllSecrets(), "deleting all");
      await context.settle();
      assert.equal(deleted, 1, "how many were deleted");
      await isAbsent(manager, name, "the secret of the namespace");
      for (const [index, other] of others.entries())
        await holds(other, name, { password: `of ${index}` }, "a secret of another scope");
    },
  },
  "delete-all-none": {
    title: "deleting all in scope none leaves what stands under keykist/",
    requires: ["write", "isolated"],
    run: async (context) => {
      const name = context.name("db");
      const managers = await oneOfEach(context);
      for (const [scope, manager] of managers)
        await register(context, manager, name, `of ${scope}`);
      await context.settle();
      await succeeds((await scoped(context, "none")).deleteAllSecrets(), "deleting all");
      await context.settle();
      for (const [scope, manager] of managers) {
        if (scope === "none") await isAbsent(manager, name, "the secret of scope none");
        else
          await holds(manager, name, { password: `of ${scope}` }, `the secret of scope ${scope}`);
      }
    },
  },
});
