import assert from "node:assert/strict";
import type { Revision, SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, holds, isAbsent, succeeds } from "../../expectations.ts";
import {
  type GivenEntries,
  givenPlanted,
  givenSecret,
  givenUpdate,
  revisionOf,
} from "../../given.ts";
import { settled } from "../../scheduling/fake-clock.ts";
import { StepControl } from "../../scheduling/step-control.ts";

/** What a manager that has read a secret reads next. */
export const readingAgainCases: readonly ConformanceCase[] = group("capabilities", {
  "read-again": {
    title:
      "where reads are claimed to be strong, a manager that has read a secret then reads what other programs have written",
    requires: ["strong reads", "plant"],
    run: async (context) => {
      const manager = await context.manager();
      const name = context.name("db");
      await isAbsent(manager, name, "before it is written");
      await givenPlanted(context, "db", { password: "tulip" }, { owned: true });
      for (const entries of [{ password: "tulip" }, { token: "aster" }]) {
        if ("token" in entries && !(await overwritten(context, name, entries))) return;
        await holds(manager, name, entries, "reading what others wrote");
        const { keys } = await succeeds(manager.describeSecret(name), "describing");
        assert.deepEqual([...keys], Object.keys(entries), "the keys in the description");
        const shown = (await succeeds(manager.getSecrets([name]), "reading many")).get(name);
        const content: unknown = Reflect.get(Object(shown), "content");
        assert.deepEqual({ ...Object(content) }, entries, "the answer of a batch");
        await succeeds(collected(manager.listSecrets({ prefix: name })), "listing");
      }
    },
  },
  "read-overlapping": {
    title:
      "where reads are claimed to be strong, a read that begins after a write shows it, even if an older read has not ended",
    requires: ["set up", "strong reads", "observable"],
    run: async (context) => {
      const writer = await context.manager();
      const name = await givenSecret(context, writer, "db", { password: "0" });
      let number = 0;
      for (const [way, read] of Object.entries(ways)) {
        const steps = await stepsOfRead(context, (manager) => read(manager, name));
        for (let step = 1; step <= steps; step += 1) {
          const released = Promise.withResolvers<void>();
          const control = new StepControl();
          const manager = await connected(context, control);
          control.plan = () =>
            control.steps.length === step
              ? { kind: "delay", until: released.promise, when: "after" }
              : { kind: "pass" };
          const older = read(manager, name);
          await Promise.race([control.held, Promise.allSettled([older])]);
          number += 1;
          await givenUpdate(context, writer, name, { password: String(number) });
          const younger = read(manager, name);
          await settled();
          released.resolve();
          await Promise.allSettled([older]);
          const found = await succeeds(younger, `${way} beside an older one`);
          const what = `${way}: the revision, while step ${step} of an older one is held`;
          assert.equal(found, await revisionOf(await context.manager(), name), what);
        }
      }
    },
  },
});

/** Writes over a secret as other programs do, where readers are then to see it. Returns whether it has. */
async function overwritten(
  context: CaseContext,
  name: string,
  entries: GivenEntries,
): Promise<boolean> {
  const { backend, capabilities } = context;
  const tools = backend.nativeTools;
  if (tools?.put === undefined) await backend.plant?.(name, entries, { owned: true });
  else if (capabilities.nativeReads === "exact") await tools.put(name, entries);
  else return false;
  await context.settle();
  return true;
}

type Read = (manager: SecretsManager, name: string) => Promise<Revision | undefined>;

const ways: Readonly<Record<string, Read>> = {
  getSecret: async (manager, name) => (await manager.getSecret(name)).revision,
  describeSecret: async (manager, name) => (await manager.describeSecret(name)).revision,
  getSecrets: async (manager, name) => {
    const revision: unknown = Reflect.get(
      Object((await manager.getSecrets([name])).get(name)),
      "revision",
    );
    return typeof revision === "string" ? revision : undefined;
  },
};

/** A manager that has read before, and whose steps are counted from now on. */
async function connected(context: CaseContext, control: StepControl): Promise<SecretsManager> {
  const manager = await context.manager({}, { interceptStep: control.intercept });
  await Promise.allSettled([manager.getSecret(context.name("absent"))]);
  control.steps.length = 0;
  return manager;
}

async function stepsOfRead(
  context: CaseContext,
  read: (manager: SecretsManager) => Promise<unknown>,
): Promise<number> {
  const control = new StepControl();
  await succeeds(read(await connected(context, control)), "reading");
  return control.steps.length;
}
