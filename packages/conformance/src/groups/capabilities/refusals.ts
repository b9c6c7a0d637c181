import assert from "node:assert/strict";
import type { SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, isAbsent } from "../../expectations.ts";
import {
  givenDeletion,
  givenPlanted,
  givenSecret,
  peeked,
  revisionOf,
  secretOf,
} from "../../given.ts";
import { StepControl } from "../../scheduling/step-control.ts";

/** What is not claimed is refused, before anything is done, and never imitated. */
export const refusalCases: readonly ConformanceCase[] = group("capabilities", {
  "no-guarded-update": {
    title:
      "without guarded updates, an update with ifRevision is UNSUPPORTED, and nothing is written",
    requires: ["write", "no guardedUpdate"],
    run: (context) =>
      refuses(context, async (manager, name, revision) => {
        const secret = secretOf(name, { password: "dahlia" });
        return manager.updateSecret(secret, { ifRevision: revision });
      }),
  },
  "no-modify": {
    title: "without guarded updates, modifySecret is UNSUPPORTED, and nothing is written",
    requires: ["write", "no guardedUpdate"],
    run: (context) =>
      refuses(context, (manager, name) =>
        manager.modifySecret(name, () => ({ password: "dahlia" })),
      ),
  },
  "no-guarded-delete": {
    title:
      "without guarded deletions, a deletion with ifRevision is UNSUPPORTED, and nothing is deleted",
    requires: ["write", "no guardedDelete"],
    run: (context) =>
      refuses(context, (manager, name, revision) =>
        manager.deleteSecret(name, { ifRevision: revision }),
      ),
  },
  "no-history": {
    title: "without a history, asking for it is UNSUPPORTED",
    requires: ["write", "no history"],
    run: (context) => refuses(context, (manager, name) => manager.getSecretHistory(name)),
  },
  "no-rollback": {
    title: "without a history, a rollback is UNSUPPORTED, and nothing is written",
    requires: ["write", "no history"],
    run: (context) =>
      refuses(context, (manager, name, revision) => manager.rollbackSecret(name, revision)),
  },
  "no-undelete": {
    title: "where deletion is immediate, undeleteSecret is UNSUPPORTED, and nothing comes back",
    requires: ["write", "no recoverable"],
    run: async (context) => {
      const setUp = await context.manager();
      const name = await givenSecret(context, setUp, "db", { password: "tulip" });
      await givenDeletion(context, setUp, name);
      const { control, manager } = await watched(context);
      await failsWith(manager.undeleteSecret(name), "UNSUPPORTED", "undeleting", {
        outcome: "not_applied",
      });
      assert.equal(control.steps.length, 0, "steps that were made");
      await isAbsent(setUp, name, "reading the deleted secret");
    },
  },
  "no-adopt": {
    title: "without adoption, adoptSecret is UNSUPPORTED, and nothing is taken over",
    requires: ["no adopt", "plant unowned", "peek"],
    run: async (context) => {
      const name = await givenPlanted(context, "foreign", { password: "tulip" }, { owned: false });
      const { control, manager } = await watched(context);
      const adoption = manager.adoptSecret(name, "arbitrary");
      await failsWith(adoption, "UNSUPPORTED", "adopting", { outcome: "not_applied" });
      assert.equal(control.steps.length, 0, "steps that were made");
      assert.equal((await peeked(context, name))?.owned, false, "whether the secret is owned now");
    },
  },
  "read-only-register": {
    title:
      "a manager that only reads refuses registerSecret with UNSUPPORTED, and nothing is written",
    requires: ["no write", "peek"],
    run: async (context) => {
      const { control, manager } = await watched(context);
      const name = context.name("db");
      const registration = manager.registerSecret(secretOf(name, { password: "tulip" }));
      await failsWith(registration, "UNSUPPORTED", "registering", { outcome: "not_applied" });
      assert.equal(control.steps.length, 0, "steps that were made");
      assert.equal(await peeked(context, name), undefined, "what the backend holds");
    },
  },
  "read-only-update": {
    title:
      "a manager that only reads refuses updateSecret and modifySecret with UNSUPPORTED, and nothing is written",
    requires: ["no write", "plant", "peek"],
    run: async (context) => {
      await refusesAsReadOnly(context, (manager, name) =>
        manager.updateSecret(secretOf(name, { password: "dahlia" })),
      );
      await refusesAsReadOnly(context, (manager, name) =>
        manager.modifySecret(name, () => ({ password: "dahlia" })),
      );
    },
  },
  "read-only-delete": {
    title:
      "a manager that only reads refuses deleteSecret with UNSUPPORTED, and nothing is deleted",
    requires: ["no write", "plant", "peek"],
    run: (context) => refusesAsReadOnly(context, (manager, name) => manager.deleteSecret(name)),
  },
  "read-only-delete-all": {
    title:
      "a manager that only reads refuses deleteAllSecrets with UNSUPPORTED, and nothing is deleted",
    requires: ["no write", "plant", "peek", "isolated"],
    run: (context) => refusesAsReadOnly(context, (manager) => manager.deleteAllSecrets()),
  },
});

/** A manager whose steps are counted. */
async function watched(
  context: CaseContext,
): Promise<{ readonly control: StepControl; readonly manager: SecretsManager }> {
  const control = new StepControl();
  return { control, manager: await context.manager({}, { interceptStep: control.intercept }) };
}

/** Asserts that an operation on a stored secret is refused before its first step, and leaves it as it was. */
async function refuses(
  context: CaseContext,
  operation: (manager: SecretsManager, name: string, revision: string) => Promise<unknown>,
): Promise<void> {
  const setUp = await context.manager();
  const name = await givenSecret(context, setUp, "db", { password: "tulip" });
  const revision = await revisionOf(setUp, name);
  const { control, manager } = await watched(context);
  await failsWith(operation(manager, name, revision), "UNSUPPORTED", "what is not claimed");
  assert.equal(control.steps.length, 0, "steps that were made");
  await context.settle();
  const secret = await holds(setUp, name, { password: "tulip" }, "the stored secret");
  assert.equal(secret.revision, revision, "its revision");
}

/** The same, where the secret can only be put there, and looked at, out of band. */
async function refusesAsReadOnly(
  context: CaseContext,
  operation: (manager: SecretsManager, name: string) => Promise<unknown>,
): Promise<void> {
  const name = await givenPlanted(context, "db", { password: "tulip" }, { owned: true });
  const { control, manager } = await watched(context);
  await failsWith(operation(manager, name), "UNSUPPORTED", "a write", { outcome: "not_applied" });
  assert.equal(control.steps.length, 0, "steps that were made");
  const expected = { entries: { password: "tulip" }, type: "arbitrary", owned: true };
  assert.deepEqual(await peeked(context, name), expected, "what the backend holds");
}
