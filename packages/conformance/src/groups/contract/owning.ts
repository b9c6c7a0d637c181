import assert from "node:assert/strict";
import type { SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, succeeds } from "../../expectations.ts";
import { givenPlanted, givenUpdate, revisionOf, secretOf } from "../../given.ts";
import { stateOf } from "../../secret-state.ts";

export const owningCases: readonly ConformanceCase[] = group("contract", {
  "unowned-get": {
    title: "a secret that something else made can be read",
    requires: ["plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", { password: "tulip" }, { owned: false });
      await holds(manager, name, { password: "tulip" }, "a secret that is not owned");
    },
  },
  "unowned-describe": {
    title:
      "a description of a secret that something else made says that it is not owned and has no type",
    requires: ["plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", { password: "tulip" }, { owned: false });
      const { owned, type } = await succeeds(manager.describeSecret(name), "describing");
      assert.deepEqual({ owned, type }, { owned: false, type: undefined }, "the description");
    },
  },
  "unowned-unlisted": {
    title: "a secret that something else made is not listed",
    requires: ["plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", { password: "tulip" }, { owned: false });
      const owned = await givenPlanted(context, "own", { password: "aster" }, { owned: true });
      const names = await succeeds(manager.getAllSecretKeys(), "listing names");
      assert.ok(names.includes(owned), "a secret that is owned is not listed");
      assert.ok(!names.includes(name), "the secret is listed");
    },
  },
  "unowned-register": {
    title: "the name of a secret that something else made is taken: SECRET_EXISTS, and it stays",
    requires: ["write", "plant unowned"],
    run: (context) =>
      refusedForUnowned(context, "SECRET_EXISTS", (manager, name) =>
        manager.registerSecret(secretOf(name, { password: "dahlia" })),
      ),
  },
  "unowned-update": {
    title: "updating a secret that something else made fails with NOT_OWNED, and it stays",
    requires: ["write", "plant unowned"],
    run: (context) =>
      refusedForUnowned(context, "NOT_OWNED", (manager, name) =>
        manager.updateSecret(secretOf(name, { password: "dahlia" })),
      ),
  },
  "unowned-modify": {
    title: "modifying a secret that something else made fails with NOT_OWNED, and it stays",
    requires: ["write", "guardedUpdate", "plant unowned"],
    run: (context) =>
      refusedForUnowned(context, "NOT_OWNED", (manager, name) =>
        manager.modifySecret(name, () => ({ password: "dahlia" })),
      ),
  },
  "unowned-delete": {
    title: "deleting a secret that something else made fails with NOT_OWNED, and it stays",
    requires: ["write", "plant unowned"],
    run: (context) =>
      refusedForUnowned(context, "NOT_OWNED", (manager, name) => manager.deleteSecret(name)),
  },
  "unowned-rollback": {
    title: "rolling back a secret that something else made fails with NOT_OWNED, and it stays",
    requires: ["write", "history", "plant unowned"],
    run: (context) =>
      refusedForUnowned(context, "NOT_OWNED", async (manager, name) =>
        manager.rollbackSecret(name, await revisionOf(manager, name)),
      ),
  },
  adopt: {
    title:
      "a secret that was adopted has the type it was adopted as, keeps its entries, and can be updated",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", { password: "tulip" }, { owned: false });
      await succeeds(manager.adoptSecret(name, "arbitrary"), "adopting");
      await context.settle();
      const secret = await holds(manager, name, { password: "tulip" }, "an adopted secret");
      assert.equal(secret.type, "arbitrary", "its type");
      await givenUpdate(context, manager, name, { password: "dahlia" });
      await holds(manager, name, { password: "dahlia" }, "an adopted secret that was updated");
    },
  },
  "adopt-listed": {
    title: "a secret that was adopted is listed",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", { password: "tulip" }, { owned: false });
      await succeeds(manager.adoptSecret(name, "arbitrary"), "adopting");
      await context.settle();
      const names = await succeeds(manager.getAllSecretKeys(), "listing names");
      assert.ok(names.includes(name), "the secret is not listed");
    },
  },
  "adopt-revision": {
    title: "adopting answers the revision that a read then shows",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", { password: "tulip" }, { owned: false });
      const revision = await succeeds(manager.adoptSecret(name, "arbitrary"), "adopting");
      await context.settle();
      assert.equal(revision, await revisionOf(manager, name), "the revision");
    },
  },
  "adopt-twice": {
    title: "adopting what was adopted already, as the same type, succeeds",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", { password: "tulip" }, { owned: false });
      await succeeds(manager.adoptSecret(name, "arbitrary"), "adopting");
      await context.settle();
      await succeeds(manager.adoptSecret(name, "arbitrary"), "adopting again");
    },
  },
  "adopt-other-type": {
    title:
      "adopting an owned secret as another type fails with SCHEMA_MISMATCH, and its type stays",
    requires: ["write", "adopt"],
    run: async (context) => {
      const manager = await context.manager();
      const secret = secretOf(context.name("db"), { username: "mango", password: "tulip" });
      await succeeds(manager.registerSecret(secret), "registering");
      await context.settle();
      const adoption = manager.adoptSecret(secret.name, "basic_auth");
      await failsWith(adoption, "SCHEMA_MISMATCH", "adopting as another type", {
        outcome: "not_applied",
      });
      const { type } = await succeeds(manager.describeSecret(secret.name), "describing");
      assert.equal(type, "arbitrary", "the type");
    },
  },
  "adopt-absent": {
    title: "adopting a secret that is not there fails with SECRET_NOT_FOUND",
    requires: ["write", "adopt"],
    run: async (context) => {
      const manager = await context.manager();
      const adoption = manager.adoptSecret(context.name("absent"), "arbitrary");
      await failsWith(adoption, "SECRET_NOT_FOUND", "adopting an absent secret", {
        outcome: "not_applied",
      });
    },
  },
  "adopt-unknown-type": {
    title:
      "adopting as a type that no schema has fails with SCHEMA_NOT_FOUND, and nothing is taken over",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", { password: "tulip" }, { owned: false });
      const adoption = manager.adoptSecret(name, "no-such-type");
      await failsWith(adoption, "SCHEMA_NOT_FOUND", "adopting as an unknown type", {
        outcome: "not_applied",
      });
      const { owned } = await succeeds(manager.describeSecret(name), "describing");
      assert.equal(owned, false, "whether the secret is owned now");
    },
  },
  "adopt-misfit": {
    title:
      "adopting as a type that the entries do not fit fails with INVALID_VALUE, and nothing is taken over",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", { username: "tulip" }, { owned: false });
      const adoption = manager.adoptSecret(name, "basic_auth");
      await failsWith(adoption, "INVALID_VALUE", "adopting what lacks a key", {
        outcome: "not_applied",
      });
      const { owned } = await succeeds(manager.describeSecret(name), "describing");
      assert.equal(owned, false, "whether the secret is owned now");
    },
  },
});

/** Plants a secret that is not owned, and asserts that a write to it is refused and leaves it as it was. */
async function refusedForUnowned(
  context: CaseContext,
  code: "SECRET_EXISTS" | "NOT_OWNED",
  write: (manager: SecretsManager, name: string) => Promise<unknown>,
): Promise<void> {
  const manager = await context.manager();
  const name = await givenPlanted(context, "foreign", { password: "tulip" }, { owned: false });
  await failsWith(write(manager, name), code, "writing what is not owned", {
    outcome: "not_applied",
  });
  await context.settle();
  const expected = { entries: { password: "tulip" }, owned: false };
  assert.deepEqual(await stateOf(context, name), expected, "the secret that is not owned");
}
