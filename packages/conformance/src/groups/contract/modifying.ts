import assert from "node:assert/strict";
import type { SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, isAbsent, succeeds } from "../../expectations.ts";
import { givenSecret, revisionOf } from "../../given.ts";
import { Scheduler } from "../../scheduling/scheduler.ts";
import { seededRandom } from "../../scheduling/random.ts";

/** What a change throws, to be recognised. */
class CallersOwnError extends Error {}

export const modifyingCases: readonly ConformanceCase[] = group("contract", {
  modify: {
    title: "modifySecret hands out the present content and stores what the change answers",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { user: "mango", password: "tulip" });
      const handed: unknown[] = [];
      const modify = manager.modifySecret(name, (content) => {
        handed.push({ ...content });
        return { ...content, user: "quince" };
      });
      await succeeds(modify, "modifying");
      assert.deepEqual(handed, [{ user: "mango", password: "tulip" }], "the content handed out");
      await context.settle();
      await holds(manager, name, { user: "quince", password: "tulip" }, "a modified secret");
    },
  },
  "modify-replaces": {
    title: "what the change of modifySecret leaves out of its answer goes",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { user: "mango", password: "tulip" });
      const modify = manager.modifySecret(name, ({ password = "" }) => ({
        password,
        token: "aster",
      }));
      await succeeds(modify, "modifying");
      await context.settle();
      await holds(manager, name, { password: "tulip", token: "aster" }, "a modified secret");
    },
  },
  "modify-keeps-bytes": {
    title: "modifySecret keeps every byte of the keys that the change leaves alone",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const untouched = {
        padded: "  tulip\r\n",
        number: "1.50",
        json: '{ "a":1 }',
        upper: "TULIP",
        none: "",
      };
      const name = await givenSecret(context, manager, "db", { ...untouched, password: "dahlia" });
      await succeeds(
        manager.modifySecret(name, (content) => ({ ...content, password: "aster" })),
        "modifying",
      );
      await context.settle();
      await holds(manager, name, { ...untouched, password: "aster" }, "a modified secret");
    },
  },
  "modify-waits": {
    title: "the change of modifySecret may be asynchronous",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await succeeds(
        manager.modifySecret(name, async () => ({ password: "dahlia" })),
        "modifying",
      );
      await context.settle();
      await holds(manager, name, { password: "dahlia" }, "a modified secret");
    },
  },
  "modify-revision": {
    title: "modifySecret answers a new revision, which a read then shows",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const before = await revisionOf(manager, name);
      const modify = manager.modifySecret(name, () => ({ password: "dahlia" }));
      const revision = await succeeds(modify, "modifying");
      await context.settle();
      assert.notEqual(revision, before, "the revision is not a new one");
      assert.equal(revision, await revisionOf(manager, name), "the revision");
    },
  },
  "modify-throws": {
    title: "what the change of modifySecret throws is thrown as it is, and nothing is written",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const before = await revisionOf(manager, name);
      const thrown = new CallersOwnError("the caller's own");
      const caught: unknown = await manager
        .modifySecret(name, () => {
          throw thrown;
        })
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      assert.ok(caught === thrown, "what came out is not what the change threw");
      await context.settle();
      assert.equal(await revisionOf(manager, name), before, "the revision of the secret");
    },
  },
  "modify-absent": {
    title:
      "modifying a secret that is not there fails with SECRET_NOT_FOUND, without asking for a change",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = context.name("absent");
      let asked = false;
      const modify = manager.modifySecret(name, () => {
        asked = true;
        return { password: "tulip" };
      });
      await failsWith(modify, "SECRET_NOT_FOUND", "modifying an absent secret", {
        outcome: "not_applied",
      });
      assert.ok(!asked, "the change was called");
      await context.settle();
      await isAbsent(manager, name, "reading what was not to be made");
    },
  },
  "modify-concurrent": {
    title: "changes that are made through one manager at once all take effect",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "counter", { count: "0", other: "tulip" });
      await Promise.all(
        Array.from({ length: 20 }, () =>
          succeeds(manager.modifySecret(name, incremented), "modifying"),
        ),
      );
      await context.settle();
      await holds(
        manager,
        name,
        { count: "20", other: "tulip" },
        "a counter that was incremented 20 times",
      );
    },
  },
  "modify-two-managers": {
    title: "changes that are made through several managers at once all take effect",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const setUp = await context.manager();
      for (let round = 0; round < 4 * context.rounds; round += 1) {
        const name = await givenSecret(context, setUp, `counter-${round}`, { count: "0" });
        await incrementThroughTwo(context, name, { perManager: 3, seed: context.seed + round });
        await holds(
          setUp,
          name,
          { count: "6" },
          "a counter that two managers incremented 3 times each",
        );
      }
    },
  },
});

function incremented({ count, ...rest }: Readonly<Record<string, string>>): Record<string, string> {
  return { ...rest, count: String(Number(count) + 1) };
}

async function incrementThroughTwo(
  context: CaseContext,
  name: string,
  { perManager, seed }: { readonly perManager: number; readonly seed: number },
): Promise<void> {
  const scheduler = new Scheduler(seededRandom(seed));
  const options = {
    interceptStep: scheduler.intercept,
    clock: scheduler.clock,
    random: () => 0,
  };
  const managers: readonly SecretsManager[] = [
    await context.manager({}, options),
    await context.manager({}, options),
  ];
  const tasks = managers.map((manager) => async () => {
    for (let turn = 0; turn < perManager; turn += 1) await manager.modifySecret(name, incremented);
  });
  const ends = await scheduler.run(tasks);
  for (const end of ends)
    assert.equal(end.status, "fulfilled", "how the changes of a manager ended");
  await context.settle();
}
