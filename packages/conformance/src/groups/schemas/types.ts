import assert from "node:assert/strict";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, failsWith, succeeds } from "../../expectations.ts";
import { givenDeletion, revisionOf } from "../../given.ts";
import { givenTyped, looseSchema, registryWith } from "./service-schema.ts";

/** Types at the edge of what is one: the longest, and such as differ in case or have signs. */
const TYPES = [`T${"y".repeat(61)}Z`, "DbLogin", "dblogin", "9.lives-of_Cats", "A"];

/** What a stored type may look like. */
export const typesCases: readonly ConformanceCase[] = group("schemas", {
  "revision-mismatch": {
    title: "a revision that is read with the schema of another type fails with SCHEMA_MISMATCH",
    requires: ["set up"],
    run: async (context) => {
      const entries = { user: "mango" };
      const name = await givenTyped(context, "first", entries);
      const manager = await context.manager();
      const other = looseSchema("second", entries);
      const revisions = [await revisionOf(manager, name)];
      if (context.capabilities.write && context.capabilities.history !== "none") {
        const next = looseSchema("first", entries).create(name, { user: "quince" });
        await succeeds(manager.updateSecret(next), "updating");
        await context.settle();
        revisions.push(await revisionOf(manager, name));
      }
      for (const revision of revisions) {
        const reading = manager.getSecret(name, other, { revision });
        await failsWith(reading, "SCHEMA_MISMATCH", "reading a revision as another type");
      }
    },
  },
  "type-exact": {
    title:
      "a secret keeps the exact name of its type: up to 63 characters, in either case, with dots and hyphens",
    requires: ["set up"],
    run: async (context) => {
      for (const [number, type] of TYPES.entries()) {
        const entries = { user: `mango ${number}` };
        const name = await givenTyped(context, type, entries, `db-${number}`);
        await isExactly(context, name, type, "a secret");
        const schema = looseSchema(type, entries);
        const manager = await context.manager({}, { registry: registryWith() });
        await succeeds(manager.getSecret(name, schema), `reading with the schema ${type}`);
        if (!context.capabilities.write) continue;
        const revision = await revisionOf(manager, name);
        const next = schema.create(name, { user: "quince" });
        await succeeds(manager.updateSecret(next), `updating with the schema ${type}`);
        await context.settle();
        await isExactly(context, name, type, "an updated secret");
        if (context.capabilities.history !== "none") {
          await succeeds(manager.rollbackSecret(name, revision), "rolling back");
          await context.settle();
          await isExactly(context, name, type, "a secret that was rolled back");
        }
        if (context.capabilities.deletion !== "recoverable") continue;
        await givenDeletion(context, manager, name);
        await succeeds(manager.undeleteSecret(name), "undeleting");
        await context.settle();
        await isExactly(context, name, type, "a secret that was undeleted");
      }
    },
  },
});

async function isExactly(
  context: CaseContext,
  name: string,
  type: string,
  what: string,
): Promise<void> {
  const manager = await context.manager({}, { registry: registryWith() });
  const read = await succeeds(manager.getSecret(name), `${what}: reading`);
  const described = await succeeds(manager.describeSecret(name), `${what}: describing`);
  const listing = manager.listSecrets({ prefix: name });
  const listed = await succeeds(collected(listing), `${what}: listing`);
  const types = [read.type, described.type, ...listed.map((each) => each.type)];
  assert.deepEqual(types, [type, type, type], `${what}: its type, read, described and listed`);
}
