import assert from "node:assert/strict";
import type { StepInterceptor } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, succeeds } from "../../expectations.ts";
import { givenPlanted } from "../../given.ts";
import { StepControl } from "../../scheduling/step-control.ts";

const fitting = { username: "mango", password: "tulip" };
const misfit = { note: "no user name" };

/** Adoptions that someone else's write comes between. */
export const adoptingCases: readonly ConformanceCase[] = group("contract", {
  "adopt-typed": {
    title:
      "a secret that was adopted as a type has that type when it is read, described and listed",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", fitting, { owned: false });
      await succeeds(manager.adoptSecret(name, "basic_auth"), "adopting");
      await context.settle();
      const read = await succeeds(manager.getSecret(name), "reading");
      const described = await succeeds(manager.describeSecret(name), "describing");
      const listed = await succeeds(collected(manager.listSecrets({ prefix: name })), "listing");
      const types = [read.type, described.type, ...listed.map(({ type }) => type)];
      assert.deepEqual(types, ["basic_auth", "basic_auth", "basic_auth"], "its types");
    },
  },
  "adopt-changed": {
    title:
      "a secret that changes while it is being adopted is not adopted as a type it does not fit",
    requires: ["write", "adopt", "plant unowned", "observable"],
    run: async (context) => {
      const looked = await stepsOfLook(context);
      const name = await givenPlanted(context, "db", fitting, { owned: false });
      const overwrite = overwriting(context, name);
      let made = 0;
      let isChanged = false;
      const interceptStep: StepInterceptor = async (step, run) => {
        made += 1;
        // Not every backend can see what comes between its look and the step that changes it.
        if (made === looked + 1 && !step.mutates) {
          await overwrite();
          isChanged = true;
        }
        return run();
      };
      const manager = await context.manager({}, { interceptStep });
      const [end] = await Promise.allSettled([manager.adoptSecret(name, "basic_auth")]);
      if (!isChanged) return;
      await context.settle();
      const { owned } = await succeeds(manager.describeSecret(name), "describing");
      assert.ok(!owned, "a secret that changed after it was checked was adopted");
      assert.equal(end.status, "rejected", "how the adoption ended");
    },
  },
});

/** Counts the steps in which a manager, connecting first, looks at a secret that is to be adopted. */
async function stepsOfLook(context: CaseContext): Promise<number> {
  const name = await givenPlanted(context, "counted", fitting, { owned: false });
  const control = new StepControl();
  const manager = await context.manager({}, { interceptStep: control.intercept });
  await succeeds(manager.getSecret(name), "reading");
  return control.steps.length;
}

/** Writes entries that do not fit over a secret, as other programs do. */
function overwriting({ backend }: CaseContext, name: string): () => Promise<void> {
  return async () => {
    const { nativeTools } = backend;
    if (nativeTools?.put === undefined) await backend.plant?.(name, misfit, { owned: false });
    else await nativeTools.put(name, misfit);
  };
}
