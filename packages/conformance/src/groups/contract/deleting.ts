import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, isAbsent, succeeds } from "../../expectations.ts";
import { givenDeletion, givenPlanted, givenSecret, givenUpdate, revisionOf } from "../../given.ts";
import { stateOf } from "../../secret-state.ts";

export const deletingCases: readonly ConformanceCase[] = group("contract", {
  delete: {
    title: "a secret that was deleted is no longer there",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await givenUpdate(context, manager, name, { password: "dahlia" });
      await givenDeletion(context, manager, name);
      await isAbsent(manager, name, "reading a deleted secret");
    },
  },
  "delete-alone": {
    title: "deleting a secret leaves the others, also those whose names begin with its name",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const below = await givenSecret(context, manager, "db/read", { password: "dahlia" });
      const longer = await givenSecret(context, manager, "db-2", { password: "aster" });
      await givenDeletion(context, manager, name);
      await holds(manager, below, { password: "dahlia" }, "a secret below the deleted one");
      await holds(manager, longer, { password: "aster" }, "a secret with a longer name");
    },
  },
  "delete-absent": {
    title: "deleting a secret that is not there fails with SECRET_NOT_FOUND",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const deletion = manager.deleteSecret(context.name("absent"));
      await failsWith(deletion, "SECRET_NOT_FOUND", "deleting an absent secret", {
        outcome: "not_applied",
      });
    },
  },
  "delete-unlisted": {
    title: "a secret that was deleted is not listed",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await givenUpdate(context, manager, name, { password: "dahlia" });
      await givenDeletion(context, manager, name);
      const other = await givenSecret(context, manager, "other", { password: "aster" });
      const names = await succeeds(manager.getAllSecretKeys(), "listing names");
      assert.ok(names.includes(other), "the other secret is not listed");
      assert.ok(!names.includes(name), "the deleted secret is listed");
    },
  },
  "delete-guarded": {
    title: "a deletion with ifRevision is carried out while the secret is in that state",
    requires: ["write", "guardedDelete"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await givenUpdate(context, manager, name, { password: "dahlia" });
      const ifRevision = await revisionOf(manager, name);
      const deletion = manager.deleteSecret(name, { ifRevision });
      await succeeds(deletion, "deleting with the present revision");
      await context.settle();
      assert.equal(await stateOf(context, name), "absent", "a deleted secret");
    },
  },
  "delete-stale": {
    title:
      "a deletion with ifRevision fails with REVISION_CONFLICT once the secret has changed, and deletes nothing",
    requires: ["write", "guardedDelete"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const ifRevision = await revisionOf(manager, name);
      await givenUpdate(context, manager, name, { password: "dahlia" });
      const deletion = manager.deleteSecret(name, { ifRevision });
      await failsWith(deletion, "REVISION_CONFLICT", "deleting with a stale revision", {
        outcome: "not_applied",
      });
      await context.settle();
      await holds(manager, name, { password: "dahlia" }, "a secret that was not deleted");
    },
  },
  "delete-all": {
    title: "deleteAllSecrets deletes every secret and answers how many",
    requires: ["write", "isolated"],
    run: async (context) => {
      const manager = await context.manager();
      for (const hint of ["a", "b", "c"])
        await givenSecret(context, manager, hint, { password: "tulip" });
      const { deleted, failed } = await succeeds(manager.deleteAllSecrets(), "deleting all");
      await context.settle();
      assert.deepEqual(
        { deleted, failed: failed.size },
        { deleted: 3, failed: 0 },
        "what was deleted",
      );
      for (const hint of ["a", "b", "c"]) {
        assert.equal(await stateOf(context, context.name(hint)), "absent", "a deleted secret");
      }
    },
  },
  "delete-all-unowned": {
    title: "deleteAllSecrets leaves what is not owned",
    requires: ["write", "isolated", "plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      await givenSecret(context, manager, "db", { password: "tulip" });
      const foreign = await givenPlanted(
        context,
        "foreign",
        { password: "dahlia" },
        { owned: false },
      );
      await Promise.allSettled([manager.deleteAllSecrets()]);
      await context.settle();
      const expected = { entries: { password: "dahlia" }, owned: false };
      assert.deepEqual(await stateOf(context, foreign), expected, "a secret that is not owned");
    },
  },
});
