import assert from "node:assert/strict";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, failsWith, holds, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret, revisionOf } from "../../given.ts";
import { givenTyped, looseSchema, registryWith } from "../schemas/service-schema.ts";

const entries = { username: "mango", password: "tulip" };

/** Names that are deleted and registered again, and which of the secrets comes back. */
export const livesCases: readonly ConformanceCase[] = group("contract", {
  "get-revision-deleted": {
    title: "no revision of a deleted secret can be read",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", entries);
      const revision = await revisionOf(manager, name);
      await givenDeletion(context, manager, name);
      const reading = manager.getSecret(name, { revision });
      await failsWith(reading, "SECRET_NOT_FOUND", "reading a revision of a deleted secret");
    },
  },
  "register-other-type": {
    title: "a deleted secret's name can be registered with another type, and has that type alone",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager({}, { registry: registryWith() });
      const name = await givenTyped(context, "first", entries);
      await givenDeletion(context, manager, name);
      await givenTyped(context, "second", { token: "aster" });
      await isOfType(context, name, "second", "a name that was registered again");
      await holds(manager, name, { token: "aster" }, "a name that was registered again");
    },
  },
  "undelete-last": {
    title: "of the secrets that were deleted under one name, undeleteSecret restores the last",
    requires: ["write", "recoverable"],
    run: async (context) => {
      const manager = await context.manager();
      for (const password of ["tulip", "dahlia", "aster"]) {
        const name = await givenSecret(context, manager, "db", { password });
        await givenDeletion(context, manager, name);
      }
      const name = context.name("db");
      await succeeds(manager.undeleteSecret(name), "undeleting");
      await context.settle();
      await holds(manager, name, { password: "aster" }, "the secret that was deleted last");
    },
  },
  "undelete-type": {
    title: "a secret that undeleteSecret restores has the type that it was registered with",
    requires: ["write", "recoverable"],
    run: async (context) => {
      const manager = await context.manager({}, { registry: registryWith() });
      const name = await givenTyped(context, "first", { token: "aster" });
      await givenDeletion(context, manager, name);
      await givenTyped(context, "second", entries);
      await givenDeletion(context, manager, name);
      await succeeds(manager.undeleteSecret(name), "undeleting");
      await context.settle();
      await isOfType(context, name, "second", "a secret that was undeleted");
      const schema = looseSchema("second", entries);
      const { content } = await succeeds(
        manager.getSecret(name, schema),
        "reading with its schema",
      );
      assert.deepEqual({ ...content }, entries, "its content");
    },
  },
});

async function isOfType(
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
