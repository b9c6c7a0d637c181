import assert from "node:assert/strict";
import { arbitrarySchema } from "@keykist/core";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret, givenUpdate, revisionOf, secretOf } from "../../given.ts";
import { StepControl } from "../../scheduling/step-control.ts";

/** Earlier states, and deleted secrets, and how they come back. */
export const returningCases: readonly ConformanceCase[] = group("contract", {
  history: {
    title: "the history of a secret is its committed states, the present one first",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const first = await revisionOf(manager, name);
      await givenUpdate(context, manager, name, { password: "dahlia" });
      const second = await revisionOf(manager, name);
      const history = await succeeds(manager.getSecretHistory(name), "reading the history");
      assert.deepEqual(
        history.map(({ revision }) => revision),
        [second, first],
        "the revisions",
      );
    },
  },
  "history-absent": {
    title: "the history of a secret that is not there is SECRET_NOT_FOUND",
    requires: ["history"],
    run: async (context) => {
      const manager = await context.manager();
      const history = manager.getSecretHistory(context.name("absent"));
      await failsWith(history, "SECRET_NOT_FOUND", "reading the history of an absent secret");
    },
  },
  "history-get": {
    title: "an earlier revision reads as the secret was then",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { user: "mango", password: "tulip" });
      const revision = await revisionOf(manager, name);
      await givenUpdate(context, manager, name, { password: "dahlia" });
      const earlier = await succeeds(
        manager.getSecret(name, arbitrarySchema, { revision }),
        "reading an earlier revision",
      );
      assert.deepEqual({ ...earlier.content }, { user: "mango", password: "tulip" }, "the entries");
      assert.equal(earlier.revision, revision, "the revision");
    },
  },
  rollback: {
    title: "a rollback commits an earlier state again, as a new revision",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { user: "mango", password: "tulip" });
      const first = await revisionOf(manager, name);
      await givenUpdate(context, manager, name, { user: "quince", password: "dahlia" });
      const second = await revisionOf(manager, name);
      await succeeds(manager.rollbackSecret(name, first), "rolling back");
      await context.settle();
      const expected = { user: "mango", password: "tulip" };
      const { revision } = await holds(manager, name, expected, "a secret that was rolled back");
      assert.ok(revision !== first && revision !== second, "the revision is not a new one");
    },
  },
  "rollback-revision": {
    title: "a rollback answers the revision that a read then shows",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const first = await revisionOf(manager, name);
      await givenUpdate(context, manager, name, { password: "dahlia" });
      const revision = await succeeds(manager.rollbackSecret(name, first), "rolling back");
      await context.settle();
      assert.equal(revision, await revisionOf(manager, name), "the revision");
    },
  },
  "rollback-unknown": {
    title:
      "a rollback to a revision that never was fails with REVISION_NOT_FOUND, and changes nothing",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await givenUpdate(context, manager, name, { password: "dahlia" });
      const before = await revisionOf(manager, name);
      const rollback = manager.rollbackSecret(name, `${before}0`);
      await failsWith(rollback, "REVISION_NOT_FOUND", "rolling back to an unknown revision", {
        outcome: "not_applied",
      });
      await context.settle();
      assert.equal(await revisionOf(manager, name), before, "the revision of the secret");
    },
  },
  "rollback-absent": {
    title: "rolling back a secret that is not there fails with SECRET_NOT_FOUND",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const revision = await revisionOf(manager, name);
      await givenDeletion(context, manager, name);
      const rollback = manager.rollbackSecret(name, revision);
      await failsWith(rollback, "SECRET_NOT_FOUND", "rolling back a deleted secret", {
        outcome: "not_applied",
      });
    },
  },
  "rollback-conflict": {
    title: "a rollback that loses to an update fails with REVISION_CONFLICT, and the update stays",
    requires: ["write", "history", "guardedUpdate", "observable"],
    run: async (context) => {
      const other = await context.manager();
      const name = await givenSecret(context, other, "db", { password: "tulip" });
      const first = await revisionOf(other, name);
      await givenUpdate(context, other, name, { password: "dahlia" });
      const control = new StepControl();
      const manager = await context.manager({}, { interceptStep: control.intercept });
      const updated = Promise.withResolvers<void>();
      control.plan = ({ mutates }) =>
        mutates ? { kind: "delay", until: updated.promise, when: "before" } : { kind: "pass" };
      const rollback = manager.rollbackSecret(name, first);
      await Promise.race([control.held, Promise.allSettled([rollback])]);
      await givenUpdate(context, other, name, { password: "aster" });
      updated.resolve();
      await failsWith(rollback, "REVISION_CONFLICT", "rolling back", { outcome: "not_applied" });
      await context.settle();
      await holds(other, name, { password: "aster" }, "a secret that was updated meanwhile");
    },
  },
  undelete: {
    title: "a deleted secret that is brought back is as it was when it was deleted",
    requires: ["write", "recoverable"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { user: "mango", password: "tulip" });
      await givenUpdate(context, manager, name, { user: "quince", password: "dahlia" });
      await givenDeletion(context, manager, name);
      await succeeds(manager.undeleteSecret(name), "undeleting");
      await context.settle();
      const expected = { user: "quince", password: "dahlia" };
      const secret = await holds(manager, name, expected, "an undeleted secret");
      assert.equal(secret.type, "arbitrary", "its type");
    },
  },
  "undelete-revision": {
    title: "undeleting answers the revision that a read then shows",
    requires: ["write", "recoverable"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await givenDeletion(context, manager, name);
      const revision = await succeeds(manager.undeleteSecret(name), "undeleting");
      await context.settle();
      assert.equal(revision, await revisionOf(manager, name), "the revision");
    },
  },
  "undelete-absent": {
    title: "undeleting a secret that never was fails with SECRET_NOT_FOUND",
    requires: ["write", "recoverable"],
    run: async (context) => {
      const manager = await context.manager();
      const undeletion = manager.undeleteSecret(context.name("absent"));
      await failsWith(undeletion, "SECRET_NOT_FOUND", "undeleting what never was", {
        outcome: "not_applied",
      });
    },
  },
  "undelete-existing": {
    title: "undeleting a secret that is there fails with SECRET_EXISTS",
    requires: ["write", "recoverable"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const undeletion = manager.undeleteSecret(name);
      await failsWith(undeletion, "SECRET_EXISTS", "undeleting what is there", {
        outcome: "not_applied",
      });
    },
  },
  "undelete-taken": {
    title: "a deleted secret does not come back over one that took its name",
    requires: ["write", "recoverable"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await givenDeletion(context, manager, name);
      const secret = secretOf(name, { password: "dahlia" });
      await succeeds(manager.registerSecret(secret), "registering again");
      await context.settle();
      await Promise.allSettled([manager.undeleteSecret(name)]);
      await context.settle();
      await holds(manager, name, { password: "dahlia" }, "the secret that took the name");
    },
  },
});
