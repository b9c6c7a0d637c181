import assert from "node:assert/strict";
import { arbitrarySchema, KeykistError, type SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, succeeds } from "../../expectations.ts";
import { StepControl } from "../../scheduling/step-control.ts";
import { oneOfEach, prefixOf, register } from "../scopes/scoped-managers.ts";

const entries = { user: "mango", password: "tulip" };

/** Reading by the backend's own ids, where that is claimed; its refusal, where it is not. */
export const readingByIdCases: readonly ConformanceCase[] = group("capabilities", {
  "read-by-id": {
    title:
      "what other programs keep under an id that no name maps to can be read and described by the id, and is not owned",
    requires: ["readsById", "plantById"],
    run: async (context) => {
      const { name, manager } = await plantedById(context);
      await holds(manager, name, entries, "reading by the id");
      const description = await succeeds(manager.describeSecret(name), "describing by the id");
      assert.equal(description.owned, false, "whether it is owned");
      assert.deepEqual([...description.keys], Object.keys(entries).toSorted(), "its keys");
      const answers = await succeeds(manager.getSecrets([name]), "reading by the id in a batch");
      const answer = answers.get(name);
      assert.ok(answer !== undefined && !KeykistError.is(answer), "the answer in a batch");
      assert.deepEqual({ ...answer.content }, entries, "the entries in a batch");
    },
  },
  "id-unchanged": {
    title: "no operation changes what was named by an id of the backend: each is UNSUPPORTED",
    requires: ["readsById", "plantById"],
    run: async (context) => {
      const { name, manager } = await plantedById(context);
      for (const [operation, run] of Object.entries(changesOf(manager, name))) {
        await failsWith(run(), "UNSUPPORTED", operation, { outcome: "not_applied" });
      }
      await context.settle();
      await holds(manager, name, entries, "what was named by an id");
    },
  },
  "id-scopes": {
    title: "no scope but none reads by an id of the backend: there it is UNSUPPORTED",
    requires: ["readsById", "plantById"],
    run: async (context) => {
      const { name } = await plantedById(context);
      const namespace = context.name("other");
      const managers = [
        await context.manager({ scope: "global" }),
        await context.manager({ scope: "namespace", namespace }),
      ];
      for (const manager of managers) await isUnsupported(manager, name);
    },
  },
  "id-of-keykist": {
    title: "no id reads a secret of keykist past the managers of its scope",
    requires: ["readsById", "set up"],
    run: async (context) => {
      const none = await context.manager({ scope: "none" });
      for (const [scope, manager] of await oneOfEach(context)) {
        const name = context.name("db");
        await register(context, manager, name, `of ${scope}`);
        await context.settle();
        const id = `id:${prefixOf(context, scope)}${name}`;
        const what = `reading a secret of scope ${scope} by its path`;
        const reads = [() => none.getSecret(id), () => none.describeSecret(id)];
        for (const read of reads) {
          const error: unknown = await read().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          // Where the backend's ids are not paths, this one is of nothing.
          const isRefused = ["INVALID_NAME", "SECRET_NOT_FOUND"].includes(codeOf(error));
          assert.ok(isRefused, `${what}: ${codeOf(error)}, where INVALID_NAME was due`);
        }
      }
    },
  },
  "no-read-by-id": {
    title: "where reading by ids is not claimed, it is UNSUPPORTED, before any step",
    requires: ["no readsById"],
    run: async (context) => {
      const control = new StepControl();
      const options = { interceptStep: control.intercept };
      const manager = await context.manager({ scope: "none" }, options);
      await isUnsupported(manager, `id:${context.name("db")}`);
      assert.equal(control.steps.length, 0, "steps that were made");
    },
  },
});

function codeOf(error: unknown): string {
  return KeykistError.is(error) ? error.code : "no KeykistError";
}

async function plantedById(
  context: CaseContext,
): Promise<{ readonly name: string; readonly manager: SecretsManager }> {
  const id = await context.backend.plantById?.(entries);
  assert.ok(id !== undefined, "the harness planted nothing by an id");
  await context.settle();
  return { name: `id:${id}`, manager: await context.manager({ scope: "none" }) };
}

async function isUnsupported(manager: SecretsManager, name: string): Promise<void> {
  await failsWith(manager.getSecret(name), "UNSUPPORTED", "reading by an id");
  await failsWith(manager.describeSecret(name), "UNSUPPORTED", "describing by an id");
  const answers = await succeeds(manager.getSecrets([name]), "reading by an id in a batch");
  const answer = answers.get(name);
  assert.ok(KeykistError.is(answer, "UNSUPPORTED"), "reading by an id in a batch is UNSUPPORTED");
}

/** Every operation that would change what a name names. */
function changesOf(manager: SecretsManager, name: string): Record<string, () => Promise<unknown>> {
  // A secret of such a name can only have been read.
  const read = async (): Promise<unknown> =>
    manager.updateSecret(await manager.getSecret(name, arbitrarySchema));
  return {
    updateSecret: read,
    modifySecret: () => manager.modifySecret(name, () => ({ password: "dahlia" })),
    deleteSecret: () => manager.deleteSecret(name),
    rollbackSecret: () => manager.rollbackSecret(name, "revision"),
    undeleteSecret: () => manager.undeleteSecret(name),
    adoptSecret: () => manager.adoptSecret(name, "arbitrary"),
  };
}
