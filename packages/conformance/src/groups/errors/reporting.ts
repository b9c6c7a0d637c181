import assert from "node:assert/strict";
import { type ArbitraryContent, KeykistError, type SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds } from "../../expectations.ts";
import { givenSecret, secretOf } from "../../given.ts";
import { StepControl } from "../../scheduling/step-control.ts";

/** What errors say, and what is refused before anything is done. */
export const reportingCases: readonly ConformanceCase[] = group("errors", {
  "names-operation": {
    title: "an error names the operation that the caller called",
    run: async (context) => {
      const manager = await context.manager();
      for (const [operation, error] of await errorsOf(context, manager)) {
        assert.equal(error.operation, operation, `${operation}: the operation in the error`);
      }
    },
  },
  "names-flavor": {
    title: "an error names the flavor of the manager, the same in every operation",
    run: async (context) => {
      const manager = await context.manager();
      const flavors = new Set<string | undefined>();
      for (const [operation, error] of await errorsOf(context, manager)) {
        const { flavor } = error;
        assert.ok(flavor !== undefined && flavor !== "", `${operation}: the flavor in the error`);
        flavors.add(flavor);
      }
      assert.equal(flavors.size, 1, "flavors that the errors of one manager name");
    },
  },
  "names-secret": {
    title: "an error names the secret as the caller does, without its scope",
    run: async (context) => {
      const manager = await context.manager({
        scope: "namespace",
        namespace: context.name("team"),
      });
      for (const [operation, error] of await errorsOf(context, manager)) {
        const { secret } = error;
        assert.equal(secret, context.name("absent"), `${operation}: the secret in the error`);
      }
    },
  },
  hints: {
    title: "an error says what to do next",
    run: async (context) => {
      const manager = await context.manager();
      for (const [operation, error] of await errorsOf(context, manager)) {
        const { hint } = error;
        assert.ok(hint !== undefined && hint !== "", `${operation}: the hint of the error`);
      }
    },
  },
  outcomes: {
    title: "the error of a write says whether it was applied, and that of a read does not",
    run: async (context) => {
      const manager = await context.manager();
      for (const [operation, error] of await errorsOf(context, manager)) {
        const { outcome } = error;
        const isRead = ["getSecret", "describeSecret", "getSecretHistory"].includes(operation);
        assert.equal(
          outcome,
          isRead ? undefined : "not_applied",
          `${operation}: the outcome in the error`,
        );
      }
    },
  },
  "invalid-name": {
    title: "what cannot be the name of a secret is refused with INVALID_NAME before the first step",
    run: async (context) => {
      const control = new StepControl();
      const manager = await context.manager({}, { interceptStep: control.intercept });
      const name = `${context.name("db")} `;
      for (const [operation, run] of Object.entries(named(context, manager, name))) {
        await failsWith(run(), "INVALID_NAME", `${operation} of what is no name`);
      }
      assert.equal(control.steps.length, 0, "steps that were made");
    },
  },
  "invalid-name-unquoted": {
    title:
      "an error about what cannot be a name does not repeat it: a value may stand in its place",
    run: async (context) => {
      const manager = await context.manager();
      const read = manager.getSecret(`${context.name("db")} canary-tulip`);
      const error = await failsWith(read, "INVALID_NAME", "reading what is no name");
      const text = `${error.message} ${JSON.stringify(error)} ${error.stack ?? ""}`;
      assert.ok(!text.includes("canary"), "the error quotes what was passed");
    },
  },
  "modify-invalid-key": {
    title:
      "a change that answers what cannot be a key fails with INVALID_KEY, and nothing is written",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const modify = manager.modifySecret(name, (content) => ({ ...content, "no key": "dahlia" }));
      await failsWith(modify, "INVALID_KEY", "modifying with what is no key", {
        outcome: "not_applied",
      });
      await context.settle();
      await holds(manager, name, { password: "tulip" }, "a secret that was not modified");
    },
  },
  "modify-without-answer": {
    title: "a change that answers nothing fails with INVALID_VALUE, and nothing is written",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const modify = manager.modifySecret(name, () => untyped(undefined));
      await failsWith(modify, "INVALID_VALUE", "modifying without an answer", {
        outcome: "not_applied",
      });
      await context.settle();
      await holds(manager, name, { password: "tulip" }, "a secret that was not modified");
    },
  },
});

/** The errors of operations on a secret that is not there. That they fail is a promise of another group. */
async function errorsOf(
  context: CaseContext,
  manager: SecretsManager,
): Promise<ReadonlyMap<string, KeykistError>> {
  const name = context.name("absent");
  const operations = {
    ...named(context, manager, name),
    ...(context.capabilities.write && {
      updateSecret: () => manager.updateSecret(secretOf(name, { password: "tulip" })),
    }),
  };
  const errors = new Map<string, KeykistError>();
  for (const [operation, run] of Object.entries(operations)) {
    const [end] = await Promise.allSettled([run()]);
    if (end.status === "rejected" && KeykistError.is(end.reason)) errors.set(operation, end.reason);
  }
  return errors;
}

/** The operations that take the name of a secret, as far as the manager claims them. */
function named(
  { capabilities }: CaseContext,
  manager: SecretsManager,
  name: string,
): Record<string, () => Promise<unknown>> {
  const { guardedUpdate, history, deletion, adopt, write } = capabilities;
  const reads = {
    getSecret: () => manager.getSecret(name),
    describeSecret: () => manager.describeSecret(name),
    ...(history !== "none" && { getSecretHistory: () => manager.getSecretHistory(name) }),
  };
  if (!write) return reads;
  return {
    ...reads,
    deleteSecret: () => manager.deleteSecret(name),
    ...(guardedUpdate !== "none" && {
      modifySecret: () => manager.modifySecret(name, (content) => content),
    }),
    ...(history !== "none" && {
      rollbackSecret: () => manager.rollbackSecret(name, "revision"),
    }),
    ...(deletion === "recoverable" && { undeleteSecret: () => manager.undeleteSecret(name) }),
    ...(adopt && { adoptSecret: () => manager.adoptSecret(name, "arbitrary") }),
  };
}

// The overload states what is not so: a program without types can answer anything.
function untyped(answer: undefined): ArbitraryContent;
function untyped(answer: unknown): unknown {
  return answer;
}
