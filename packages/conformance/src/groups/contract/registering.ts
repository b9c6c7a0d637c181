import assert from "node:assert/strict";
import { secondLife } from "./second-life.ts";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret, givenUpdate, revisionOf, secretOf } from "../../given.ts";

export const registeringCases: readonly ConformanceCase[] = group("contract", {
  "register-get": {
    title:
      "a registered secret reads back with its name, its type, its sorted keys and its entries",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const entries = { user: "mango", host: "quince", password: "tulip" };
      const name = await givenSecret(context, manager, "db", entries);
      const secret = await holds(manager, name, entries, "a registered secret");
      assert.equal(secret.name, name, "its name");
      assert.equal(secret.type, "arbitrary", "its type");
      assert.deepEqual([...secret.keys], ["host", "password", "user"], "its keys");
    },
  },
  "register-revision": {
    title: "registering answers the revision that a read then shows",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const secret = secretOf(context.name("db"), { password: "tulip" });
      const revision = await succeeds(manager.registerSecret(secret), "registering");
      await context.settle();
      assert.equal(revision, await revisionOf(manager, secret.name), "the revision");
    },
  },
  "register-taken": {
    title: "registering a name that is taken fails with SECRET_EXISTS",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await failsWith(
        manager.registerSecret(secretOf(name, { password: "dahlia" })),
        "SECRET_EXISTS",
        "registering the name again",
        { outcome: "not_applied" },
      );
    },
  },
  "register-taken-untouched": {
    title: "a registration that fails because the name is taken leaves the secret as it was",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const before = await revisionOf(manager, name);
      const again = manager.registerSecret(secretOf(name, { password: "dahlia", user: "mango" }));
      await Promise.allSettled([again]);
      await context.settle();
      const secret = await holds(manager, name, { password: "tulip" }, "the secret that was there");
      assert.equal(secret.revision, before, "its revision");
    },
  },
  "register-after-delete": {
    title:
      "the name of a deleted secret can be registered again, and reads as the new secret alone",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { user: "mango", password: "tulip" });
      await givenDeletion(context, manager, name);
      await givenSecret(context, manager, "db", { token: "dahlia" });
      await holds(manager, name, { token: "dahlia" }, "the secret that took the name over");
    },
  },
  "register-after-delete-revision": {
    title: "a revision is never used twice, also not after deleting and registering again",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const used = [await revisionOf(manager, name)];
      await givenUpdate(context, manager, name, { password: "dahlia" });
      used.push(await revisionOf(manager, name));
      await givenDeletion(context, manager, name);
      await givenSecret(context, manager, "db", { password: "tulip" });
      used.push(await revisionOf(manager, name));
      assert.equal(new Set(used).size, 3, "revisions of three states that are all different");
    },
  },
  "register-after-delete-history": {
    title: "a secret that takes over the name of a deleted one does not show that one's states",
    requires: ["write", "history"],
    run: secondLife,
  },
  "input-untouched": {
    title: "what is passed in is not changed",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const secret = secretOf(context.name("db"), { password: "tulip" });
      await succeeds(manager.registerSecret(secret), "registering");
      await context.settle();
      assert.equal(secret.revision, undefined, "the revision of the secret that was passed in");
      const names = [secret.name, context.name("absent")];
      await succeeds(manager.getSecrets(names), "reading many");
      assert.deepEqual(
        names,
        [secret.name, context.name("absent")],
        "the list of names that was passed in",
      );
    },
  },
  "input-not-kept": {
    title: "an answer does not depend on what the caller does to its arguments after the call",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const names = [name];
      const answering = manager.getSecrets(names);
      names.length = 0;
      const answers = await succeeds(answering, "reading many");
      assert.deepEqual([...answers.keys()], [name], "the names in the answer");
    },
  },
  "answers-frozen": {
    title: "a secret that was read is frozen, and its content a frozen object without a prototype",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const secret = await succeeds(manager.getSecret(name), "reading");
      assert.ok(Object.isFrozen(secret), "the secret is not frozen");
      assert.ok(Object.isFrozen(secret.content), "the content is not frozen");
      assert.equal(Object.getPrototypeOf(secret.content), null, "the prototype of the content");
    },
  },
  "answers-stay": {
    title: "an answer that was given does not change with what happens afterwards",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const names = await succeeds(manager.getAllSecretKeys(), "listing names");
      const secret = await succeeds(manager.getSecret(name), "reading");
      const copy = [...names];
      await givenSecret(context, manager, "other", { password: "dahlia" });
      await givenUpdate(context, manager, name, { password: "aster" });
      await succeeds(manager.getAllSecretKeys(), "listing names");
      await succeeds(manager.getSecret(name), "reading");
      assert.deepEqual(names, copy, "the list of names that was given");
      assert.deepEqual({ ...secret.content }, { password: "tulip" }, "the secret that was given");
    },
  },
});
