import assert from "node:assert/strict";
import type { SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, failsWith, holds, isAbsent, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret, givenUpdate, secretOf } from "../../given.ts";

/** What managers see of each other, and their end. */
export const sharingCases: readonly ConformanceCase[] = group("contract", {
  "two-managers": {
    title:
      "what one manager writes is what another then reads, also where that one has read before",
    requires: ["write"],
    run: async (context) => {
      const writer = await context.manager();
      const reader = await context.manager();
      const name = await givenSecret(context, writer, "db", { password: "tulip" });
      await holds(reader, name, { password: "tulip" }, "after a registration");
      await givenUpdate(context, writer, name, { password: "dahlia" });
      await holds(reader, name, { password: "dahlia" }, "after an update");
      await givenDeletion(context, writer, name);
      await isAbsent(reader, name, "after a deletion");
    },
  },
  "close-twice": {
    title: "a manager can be closed again",
    run: async (context) => {
      const manager = await context.manager();
      await succeeds(manager.close(), "closing");
      await succeeds(manager.close(), "closing again");
    },
  },
  closed: {
    title: "after it was closed, a manager refuses every operation with CLOSED",
    run: async (context) => {
      const manager = await context.manager();
      await succeeds(manager.close(), "closing");
      for (const [operation, run] of Object.entries(operationsOf(context, manager))) {
        await failsWith(run(), "CLOSED", `${operation} after closing`);
      }
    },
  },
  "close-one": {
    title: "closing one manager leaves the others of the same backend at work",
    requires: ["set up"],
    run: async (context) => {
      const first = await context.manager();
      const second = await context.manager();
      const name = await givenSecret(context, first, "db", { password: "tulip" });
      await succeeds(first.close(), "closing");
      await holds(second, name, { password: "tulip" }, "read through a manager that is open");
    },
  },
  "close-waits": {
    title: "close waits for the work that is under way, which succeeds",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      let done = false;
      const secret = secretOf(context.name("db"), { password: "tulip" });
      const work = manager.registerSecret(secret).then(() => {
        done = true;
      });
      const finished = Promise.allSettled([work]);
      await succeeds(manager.close(), "closing");
      assert.ok(done, "the work was not done when the manager had closed");
      await finished;
      await context.settle();
      const other = await context.manager();
      await holds(other, secret.name, { password: "tulip" }, "what was written while closing");
    },
  },
  "close-listing": {
    title:
      "a listing that the end of its manager cuts short fails with CLOSED, and never just ends",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const prefix = context.name("db/");
      for (const number of [1, 2])
        await givenSecret(context, manager, `db/${number}`, { password: "tulip" });
      const iterator = manager.listSecrets({ prefix })[Symbol.asyncIterator]();
      await succeeds(iterator.next(), "listing");
      await succeeds(manager.close(), "closing");
      await failsWith(iterator.next(), "CLOSED", "going on with the listing");
    },
  },
  dispose: {
    title: "disposing of a manager, as `await using` does, closes it",
    run: async (context) => {
      const manager = await context.manager();
      await succeeds(Promise.resolve(manager[Symbol.asyncDispose]()), "disposing");
      await failsWith(manager.getSecret(context.name("db")), "CLOSED", "reading after disposing");
    },
  },
});

/** Every operation that the manager claims, on secrets that need not be there. */
function operationsOf(
  context: CaseContext,
  manager: SecretsManager,
): Record<string, () => Promise<unknown>> {
  const { capabilities } = manager;
  const name = context.name("db");
  const secret = secretOf(name, { password: "tulip" });
  const writes = {
    registerSecret: () => manager.registerSecret(secret),
    updateSecret: () => manager.updateSecret(secret),
    deleteSecret: () => manager.deleteSecret(name),
    ...(context.harness.isolated !== false && {
      deleteAllSecrets: () => manager.deleteAllSecrets(),
    }),
    ...(capabilities.guardedUpdate !== "none" && {
      modifySecret: () => manager.modifySecret(name, (content) => content),
    }),
    ...(capabilities.history !== "none" && {
      rollbackSecret: () => manager.rollbackSecret(name, "revision"),
    }),
    ...(capabilities.deletion === "recoverable" && {
      undeleteSecret: () => manager.undeleteSecret(name),
    }),
    ...(capabilities.adopt && { adoptSecret: () => manager.adoptSecret(name, "arbitrary") }),
  };
  return {
    getSecret: () => manager.getSecret(name),
    getSecrets: () => manager.getSecrets([name]),
    getAllSecretKeys: () => manager.getAllSecretKeys(),
    listSecrets: () => collected(manager.listSecrets()),
    describeSecret: () => manager.describeSecret(name),
    ...(capabilities.history !== "none" && {
      getSecretHistory: () => manager.getSecretHistory(name),
    }),
    ...(capabilities.write && writes),
  };
}
