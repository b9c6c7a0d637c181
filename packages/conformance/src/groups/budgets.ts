import assert from "node:assert/strict";
import type { SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../conformance-case.ts";
import { inEmptyBackend } from "../empty-backend.ts";
import { succeeds } from "../expectations.ts";
import { givenMany, pageSize } from "../given-many.ts";
import { type GivenEntries, givenSecret } from "../given.ts";
import {
  type Contents,
  furtherOperations,
  type OperationUnderTest,
  operationsUnderTest,
} from "../operations-under-test.ts";
import { StepControl } from "../scheduling/step-control.ts";
import { stepsOf, trialOf } from "../trial.ts";

/** Secrets of a batch whose work is counted. */
const BATCH = 12;

/** How much is asked of a backend on a quiet day. */
export const budgetsCases: readonly ConformanceCase[] = group("budgets", {
  declared: {
    title: "an operation makes no more steps than its flavor says, where nobody else writes",
    requires: ["set up", "observable", "isolated", "budgets"],
    run: async (context) => {
      const budgets = new Map<string, number>(Object.entries(context.harness.budgets ?? {}));
      for (const operation of allOperations(context)) {
        const budget = budgets.get(operation.operation);
        if (budget === undefined) continue;
        await inEmptyBackend(context, async (empty) => {
          const { length } = await stepsOf(empty, operation, quiet("declared"));
          const what = `${operation.operation}: ${length} steps were made, of ${budget}`;
          assert.ok(length <= budget, what);
        });
      }
    },
  },
  wire: {
    title: "every call to the backend is a step: the backend counts no more of them",
    requires: ["set up", "observable", "calls"],
    run: async (context) => {
      const called = (): number => context.backend.calls?.() ?? 0;
      for (const operation of allOperations(context)) {
        const { control, run } = await trialOf(context, operation, quiet("wire"));
        const before = called();
        await succeeds(run(), operation.operation);
        const calls = called() - before;
        const { length } = control.steps;
        assert.ok(calls <= length, `${operation.operation}: ${calls} calls, in ${length} steps`);
      }
    },
  },
  keys: {
    title: "the steps of an operation grow no faster than the keys of its secret",
    requires: ["set up", "observable"],
    run: async (context) => {
      const many = Math.min(12, context.capabilities.limits.keys);
      const few = Math.max(1, Math.floor(many / 3));
      for (const [index, operation] of allOperations(context, keysOf(many)).entries()) {
        const small = allOperations(context, keysOf(few))[index];
        if (small === undefined) continue;
        const { length: forMany } = await stepsOf(context, operation, quiet("many-keys"));
        const { length: forFew } = await stepsOf(context, small, quiet("few-keys"));
        assert.ok(
          forMany <= Math.ceil((forFew * many) / few),
          `${operation.operation}: ${forFew} steps for ${few} keys, ${forMany} for ${many}`,
        );
      }
    },
  },
  reads: {
    title: "no step of an operation that reads can change the backend",
    requires: ["set up", "observable"],
    run: async (context) => {
      for (const operation of allOperations(context)) {
        if (operation.change !== undefined) continue;
        const steps = await stepsOf(context, operation, quiet("reads"));
        const changing = steps.filter(({ mutates }) => mutates).map(({ name }) => name);
        assert.deepEqual(changing, [], `${operation.operation}: steps that can change something`);
      }
    },
  },
  names: {
    title: "listing names costs a step for each page, not one for each secret",
    requires: ["set up", "observable", "isolated", "pageSize"],
    run: async (context) => {
      const { length } = await givenMany(context, 2 * pageSize(context) + 1);
      const pages = Math.ceil(length / pageSize(context));
      const steps = await stepsOfRun(context, (manager) => manager.getAllSecretKeys());
      // One to begin with, and one to see that there is no more.
      assert.ok(steps <= pages + 2, `${steps} steps were made for ${pages} pages`);
    },
  },
  batch: {
    title: "a batch costs no more than its reads one by one, and no name is read twice",
    requires: ["set up", "observable"],
    run: async (context) => {
      const setUp = await context.manager();
      const names = await givenBatch(context, setUp);
      const one = await stepsOfRun(context, (manager) => manager.getSecret(names[0] ?? ""));
      const all = await stepsOfRun(context, (manager) => manager.getSecrets([...names, ...names]));
      assert.ok(all <= BATCH * one, `${all} steps for ${BATCH} secrets, where one costs ${one}`);
    },
  },
  "delete-all": {
    title: "deleteAllSecrets costs no more than a listing, and the deletions one by one",
    requires: ["write", "observable", "isolated"],
    run: async (context) => {
      const setUp = await context.manager();
      const [first = "", ...others] = await givenBatch(context, setUp);
      const one = await stepsOfRun(context, (manager) => manager.deleteSecret(first));
      // A listing that shows the deleted one still has one more to delete.
      await context.settle();
      const list = await stepsOfRun(context, (manager) => manager.getAllSecretKeys());
      const all = await stepsOfRun(context, (manager) => manager.deleteAllSecrets());
      const allowed = list + others.length * one;
      assert.ok(all <= allowed, `${all} steps, where ${allowed} were enough`);
    },
  },
  "connects-once": {
    title: "operations that begin at once share the steps of connecting",
    requires: ["set up", "observable"],
    run: async (context) => {
      const setUp = await context.manager();
      const name = await givenSecret(context, setUp, "db", { password: "tulip" });
      const control = new StepControl();
      const alone = await context.manager({}, { interceptStep: control.intercept });
      await succeeds(alone.getSecret(name), "the first read");
      const first = control.steps.length;
      await succeeds(alone.getSecret(name), "the second read");
      const second = control.steps.length - first;
      control.steps.length = 0;
      const shared = await context.manager({}, { interceptStep: control.intercept });
      const reads = Array.from({ length: 5 }, () => shared.getSecret(name));
      await succeeds(Promise.all(reads), "five reads at once");
      const { length } = control.steps;
      const allowed = first + 4 * second;
      assert.ok(length <= allowed, `${length} steps were made, where ${allowed} were enough`);
    },
  },
});

function allOperations(context: CaseContext, contents?: Contents): readonly OperationUnderTest[] {
  return [...operationsUnderTest(context, contents), ...furtherOperations(context, contents)];
}

/** A try of a manager that is connected. */
function quiet(label: string): { readonly label: string; readonly connects: "before" } {
  return { label, connects: "before" };
}

function keysOf(count: number): Contents {
  const entries = (value: string): GivenEntries =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`key_${index}`, value]));
  return { old: entries("tulip"), next: entries("dahlia") };
}

async function givenBatch(context: CaseContext, manager: SecretsManager): Promise<string[]> {
  const names: string[] = [];
  for (let index = 0; index < BATCH; index += 1) {
    names.push(await givenSecret(context, manager, `batch-${index}`, { password: "tulip" }));
  }
  return names;
}

/** How many steps something takes of a manager that is connected. */
async function stepsOfRun(
  context: CaseContext,
  run: (manager: SecretsManager) => Promise<unknown>,
): Promise<number> {
  const control = new StepControl();
  const manager = await context.manager({}, { interceptStep: control.intercept });
  await Promise.allSettled([manager.getSecret(context.name("absent"))]);
  const before = control.steps.length;
  await succeeds(run(manager), "what is counted");
  return control.steps.length - before;
}
