import assert from "node:assert/strict";
import type { SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, succeeds } from "../../expectations.ts";
import { expectNoLeaks, expectNoLeaksIn } from "../../leaks/expect-no-leaks.ts";
import { watchProcess } from "../../leaks/watch-process.ts";
import { StepControl } from "../../scheduling/step-control.ts";
import { storeSecret } from "../../set-up.ts";
import { canarySecret, quietly } from "./canary-secret.ts";

export const observingCases: readonly ConformanceCase[] = group("leaks", {
  steps: {
    title: "what observers are told of each step holds no value",
    requires: ["set up", "observable"],
    run: async (context) => {
      const control = new StepControl();
      const manager = await context.manager({}, { interceptStep: control.intercept });
      const values = await everyOperation(context, manager);
      assert.ok(control.steps.length > 0, "no step was observed");
      expectNoLeaks(control.steps, values, "the steps");
    },
  },
  process: {
    title:
      "no value is printed, warned of, or published on a diagnostics channel while secrets are read and written",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const values: string[] = [];
      const said = await watchProcess(async () => {
        values.push(...(await everyOperation(context, manager)));
      });
      for (const { where, text } of said) expectNoLeaksIn(text, values, where);
    },
  },
});

/** Does what can be done with a secret, failures among it, and answers the values that went through. */
async function everyOperation(
  context: CaseContext,
  manager: SecretsManager,
): Promise<readonly string[]> {
  const first = canarySecret(context, "db");
  const second = canarySecret(context, "db");
  const { name } = first;
  await storeSecret(context, manager, first.secret);
  await context.settle();
  await succeeds(manager.getSecret(name), "reading");
  await succeeds(manager.getSecrets([name, context.name("absent")]), "reading many");
  await succeeds(collected(manager.listSecrets({ prefix: name })), "listing");
  await quietly(manager.getSecretHistory(name));
  await quietly(manager.getSecret(context.name("absent")));
  if (!context.capabilities.write) return first.values;
  await quietly(manager.registerSecret(second.secret));
  await succeeds(manager.updateSecret(second.secret), "updating");
  await quietly(
    manager.modifySecret(name, (content) => ({ ...content, more: first.values.join("") })),
  );
  await quietly(manager.updateSecret(second.secret, { ifRevision: "never" }));
  await quietly(manager.getSecretHistory(name));
  await succeeds(manager.deleteSecret(name), "deleting");
  await quietly(manager.undeleteSecret(name));
  return [...first.values, ...second.values];
}
