import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, isAbsent, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret, givenUpdate, revisionOf, secretOf } from "../../given.ts";
import { basicAuthSchema } from "../../sample-schema.ts";

export const updatingCases: readonly ConformanceCase[] = group("contract", {
  "update-replaces": {
    title: "an update replaces the whole content: new keys appear, absent keys go",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { user: "mango", password: "tulip" });
      await givenUpdate(context, manager, name, { password: "dahlia", token: "aster" });
      const expected = { password: "dahlia", token: "aster" };
      await holds(manager, name, expected, "an updated secret");
    },
  },
  "update-revision": {
    title: "an update answers a new revision, which a read then shows",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const before = await revisionOf(manager, name);
      const secret = secretOf(name, { password: "dahlia" });
      const revision = await succeeds(manager.updateSecret(secret), "updating");
      await context.settle();
      assert.notEqual(revision, before, "the revision is not a new one");
      assert.equal(revision, await revisionOf(manager, name), "the revision");
    },
  },
  "update-absent": {
    title: "updating a secret that is not there fails with SECRET_NOT_FOUND and makes none",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const secret = secretOf(context.name("absent"), { password: "tulip" });
      await failsWith(
        manager.updateSecret(secret),
        "SECRET_NOT_FOUND",
        "updating an absent secret",
        {
          outcome: "not_applied",
        },
      );
      await context.settle();
      await isAbsent(manager, secret.name, "reading what was not to be made");
    },
  },
  "update-guarded": {
    title: "an update with ifRevision is applied while the secret is in that state",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await givenUpdate(context, manager, name, { password: "dahlia" });
      const ifRevision = await revisionOf(manager, name);
      const update = manager.updateSecret(secretOf(name, { password: "aster" }), { ifRevision });
      await succeeds(update, "updating with the present revision");
      await context.settle();
      await holds(manager, name, { password: "aster" }, "an updated secret");
    },
  },
  "update-stale": {
    title:
      "an update with ifRevision fails with REVISION_CONFLICT once the secret has changed, and changes nothing",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const ifRevision = await revisionOf(manager, name);
      await givenUpdate(context, manager, name, { password: "dahlia" });
      const update = manager.updateSecret(secretOf(name, { password: "aster" }), { ifRevision });
      await failsWith(update, "REVISION_CONFLICT", "updating with a stale revision", {
        outcome: "not_applied",
      });
      await context.settle();
      await holds(manager, name, { password: "dahlia" }, "a secret that was not updated");
    },
  },
  "update-guarded-absent": {
    title: "an update with ifRevision of a secret that was deleted fails with SECRET_NOT_FOUND",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const ifRevision = await revisionOf(manager, name);
      await givenDeletion(context, manager, name);
      const update = manager.updateSecret(secretOf(name, { password: "aster" }), { ifRevision });
      await failsWith(update, "SECRET_NOT_FOUND", "updating a deleted secret");
    },
  },
  "update-type": {
    title:
      "the type of a secret never changes: an update with another type fails with SCHEMA_MISMATCH",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", {
        username: "mango",
        password: "tulip",
      });
      const schema = await basicAuthSchema();
      const secret = schema.create(name, { username: "mango", password: "dahlia" });
      await failsWith(
        manager.updateSecret(secret),
        "SCHEMA_MISMATCH",
        "updating with another type",
        {
          outcome: "not_applied",
        },
      );
      await context.settle();
      const expected = { username: "mango", password: "tulip" };
      const stored = await holds(manager, name, expected, "a secret that was not updated");
      assert.equal(stored.type, "arbitrary", "its type");
    },
  },
});
