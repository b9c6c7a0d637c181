import assert from "node:assert/strict";
import { KeykistError } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, failsWith, holds, succeeds } from "../../expectations.ts";
import { givenDeletion, type GivenEntries, givenSecret, revisionOf } from "../../given.ts";
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
    title:
      "a deleted secret's name that is registered with another type has that type alone, or it is SECRET_EXISTS",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager({}, { registry: registryWith() });
      const name = await givenTyped(context, "first", entries);
      await givenDeletion(context, manager, name);
      if (!(await isRegistered(context, name, "second", { token: "aster" }))) return;
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
      const isSecond = await isRegistered(context, name, "second", entries);
      if (isSecond) await givenDeletion(context, manager, name);
      await succeeds(manager.undeleteSecret(name), "undeleting");
      await context.settle();
      await isOfType(context, name, isSecond ? "second" : "first", "a secret that was undeleted");
      if (!isSecond) return;
      const schema = looseSchema("second", entries);
      const { content } = await succeeds(
        manager.getSecret(name, schema),
        "reading with its schema",
      );
      assert.deepEqual({ ...content }, entries, "its content");
    },
  },
});

/**
 * Registers a deleted name with another type. Returns whether it was: a backend that keeps the type of what was deleted
 * may refuse it.
 */
async function isRegistered(
  context: CaseContext,
  name: string,
  type: string,
  given: GivenEntries,
): Promise<boolean> {
  const manager = await context.manager({}, { registry: registryWith() });
  const registering = manager.registerSecret(looseSchema(type, given).create(name, given));
  const [end] = await Promise.allSettled([registering]);
  await context.settle();
  if (end.status === "fulfilled") return true;
  const isTaken = KeykistError.is(end.reason, "SECRET_EXISTS");
  assert.ok(isTaken, "registering a deleted name failed, and not with SECRET_EXISTS");
  return false;
}

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
