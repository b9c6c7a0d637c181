import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret, revisionOf, secretOf } from "../../given.ts";
import { basicAuthSchema } from "../../sample-schema.ts";
import { givenStates, historyOf, promised, readsAs } from "./states.ts";

export const rollingBackCases: readonly ConformanceCase[] = group("history", {
  "rollback-each": {
    title: "a secret can be rolled back to each state that is kept, and is then as it was in it",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, states } = await givenStates(context, manager, [
        { user: "mango", password: "tulip" },
        { password: " dahlia\n" },
        { token: "", password: "aster" },
      ]);
      const earlier = promised(context, states).slice(0, -1).toReversed();
      for (const { revision, entries } of earlier) {
        await succeeds(manager.rollbackSecret(name, revision), "rolling back");
        await context.settle();
        await holds(manager, name, entries, "a secret that was rolled back");
      }
    },
  },
  "rollback-of-rollback": {
    title:
      "a rollback is a state like any other: it can be taken back, and no revision is used twice",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, states } = await givenStates(context, manager, [
        { password: "tulip" },
        { password: "dahlia" },
      ]);
      const revisions = states.map(({ revision }) => revision);
      const [first = "", second = ""] = revisions;
      await succeeds(manager.rollbackSecret(name, first), "rolling back");
      await context.settle();
      revisions.push(await revisionOf(manager, name));
      await succeeds(manager.rollbackSecret(name, second), "taking a rollback back");
      await context.settle();
      revisions.push(await revisionOf(manager, name));
      await holds(manager, name, { password: "dahlia" }, "a secret whose rollback was taken back");
      assert.equal(new Set(revisions).size, 4, "how many revisions there are");
      const history = await historyOf(manager, name);
      const expected = revisions.toReversed().slice(0, history.length);
      assert.deepEqual(history, expected, "the history");
    },
  },
  "rollback-to-present": {
    title: "a rollback to the present revision commits it again",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const present = await revisionOf(manager, name);
      await succeeds(manager.rollbackSecret(name, present), "rolling back to the present");
      await context.settle();
      const { revision } = await holds(manager, name, { password: "tulip" }, "the secret");
      assert.notEqual(revision, present, "the revision");
    },
  },
  "rollback-keeps-others": {
    title: "a rollback leaves the states that it went back over as they were",
    requires: ["write", "full history"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, states } = await givenStates(context, manager, [
        { password: "tulip" },
        { password: "dahlia" },
        { password: "aster" },
      ]);
      await succeeds(manager.rollbackSecret(name, states[0]?.revision ?? ""), "rolling back");
      await context.settle();
      for (const [index, state] of states.entries()) {
        await readsAs(manager, name, state, `state ${index}`);
      }
    },
  },
  "rollback-typed": {
    title: "a typed secret that is rolled back keeps its type, and can be updated under it",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const schema = await basicAuthSchema();
      const name = context.name("db");
      const secret = schema.create(name, { username: "mango", password: "tulip" });
      await succeeds(manager.registerSecret(secret), "registering");
      await context.settle();
      const revision = await revisionOf(manager, name);
      const other = schema.create(name, { username: "quince", password: "dahlia" });
      await succeeds(manager.updateSecret(other), "updating");
      await context.settle();
      await succeeds(manager.rollbackSecret(name, revision), "rolling back");
      await context.settle();
      const { type } = await succeeds(manager.getSecret(name, schema), "reading by its schema");
      assert.equal(type, "basic_auth", "the type");
      await succeeds(manager.updateSecret(other), "updating after a rollback");
    },
  },
  "rollback-namesake": {
    title:
      "a rollback to a state of a deleted secret is REVISION_NOT_FOUND for the one that took its name, which stays",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, states } = await givenStates(context, manager, [
        { password: "tulip" },
        { password: "dahlia" },
      ]);
      await givenDeletion(context, manager, name);
      await givenSecret(context, manager, "db", { password: "aster" });
      for (const { revision } of states) {
        const rollback = manager.rollbackSecret(name, revision);
        const outcome = { outcome: "not_applied" } as const;
        await failsWith(rollback, "REVISION_NOT_FOUND", "rolling back to the deleted", outcome);
      }
      await holds(manager, name, { password: "aster" }, "the secret that took the name");
    },
  },
  "rollback-of-another": {
    title: "a rollback to a revision of another secret is REVISION_NOT_FOUND, and both stay",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const other = await givenSecret(context, manager, "other", { password: "dahlia" });
      const revision = await revisionOf(manager, other);
      await succeeds(manager.updateSecret(secretOf(other, { password: "aster" })), "updating");
      await context.settle();
      const rollback = manager.rollbackSecret(name, revision);
      await failsWith(rollback, "REVISION_NOT_FOUND", "rolling back to a state of another secret");
      await holds(manager, name, { password: "tulip" }, "the secret");
      await holds(manager, other, { password: "aster" }, "the other secret");
    },
  },
});
