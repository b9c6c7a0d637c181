import assert from "node:assert/strict";
import { KeykistError, type Secret } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, failsWith, holds, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret, revisionOf, secretOf } from "../../given.ts";
import { basicAuthSchema } from "../../sample-schema.ts";
import { storeSecret } from "../../set-up.ts";

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
      const manager = await context.manager();
      const schema = await basicAuthSchema();
      const name = await givenAs(context, schema.create(context.name("db"), entries));
      await givenDeletion(context, manager, name);
      if (!(await isRegistered(context, secretOf(name, { token: "aster" })))) return;
      await isOfType(context, name, "arbitrary", "a name that was registered again");
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
      const manager = await context.manager();
      const schema = await basicAuthSchema();
      const name = await givenSecret(context, manager, "db", { token: "aster" });
      await givenDeletion(context, manager, name);
      const isSecond = await isRegistered(context, schema.create(name, entries));
      if (isSecond) await givenDeletion(context, manager, name);
      await succeeds(manager.undeleteSecret(name), "undeleting");
      await context.settle();
      await isOfType(
        context,
        name,
        isSecond ? "basic_auth" : "arbitrary",
        "a secret that was undeleted",
      );
      if (!isSecond) return;
      const { content } = await succeeds(
        manager.getSecret(name, schema),
        "reading with its schema",
      );
      assert.deepEqual({ ...content }, entries, "its content");
    },
  },
});

/** Stores a secret, and returns its name. */
async function givenAs(context: CaseContext, secret: Secret<object>): Promise<string> {
  await storeSecret(context, await context.manager(), secret);
  await context.settle();
  return secret.name;
}

/**
 * Registers a deleted name with another type. Returns whether it was: a backend that keeps the type of what was deleted
 * may refuse it.
 */
async function isRegistered(context: CaseContext, secret: Secret<object>): Promise<boolean> {
  const manager = await context.manager();
  const [end] = await Promise.allSettled([manager.registerSecret(secret)]);
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
  const manager = await context.manager();
  const read = await succeeds(manager.getSecret(name), `${what}: reading`);
  const described = await succeeds(manager.describeSecret(name), `${what}: describing`);
  const listing = manager.listSecrets({ prefix: name });
  const listed = await succeeds(collected(listing), `${what}: listing`);
  const types = [read.type, described.type, ...listed.map((each) => each.type)];
  assert.deepEqual(types, [type, type, type], `${what}: its type, read, described and listed`);
}
