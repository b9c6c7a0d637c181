import assert from "node:assert/strict";
import { KeykistError } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, holds, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret, givenUpdate, revisionOf, secretOf } from "../../given.ts";

/** A secret that has no keys, in every operation. */
export const emptySecretCases: readonly ConformanceCase[] = group("names and values", {
  "secret-empty-shown": {
    title: "a secret without keys is read, described, listed and returned in a batch",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenSecret(context, await context.manager(), "db", {});
      await isShown(context, name, "a secret without keys");
    },
  },
  "secret-empty-kept": {
    title: "a state without keys is kept, guarded, rolled back to and undeleted like any other",
    requires: ["write"],
    run: async (context) => {
      const { deletion, guardedUpdate, history } = context.capabilities;
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", {});
      const revision = await revisionOf(manager, name);
      const full = { password: "tulip" };
      if (guardedUpdate === "none") {
        await givenUpdate(context, manager, name, full);
      } else {
        const update = manager.updateSecret(secretOf(name, full), { ifRevision: revision });
        await succeeds(update, "updating a secret without keys under its revision");
        await context.settle();
      }
      await holds(manager, name, full, "a secret that was given a key");
      if (history === "none") {
        await givenUpdate(context, manager, name, {});
      } else {
        const { content } = await succeeds(manager.getSecret(name, { revision }), "a state");
        assert.deepEqual({ ...content }, {}, "the state without keys");
        await succeeds(manager.rollbackSecret(name, revision), "rolling back");
        await context.settle();
      }
      await isShown(context, name, "a secret whose keys were removed");
      await givenDeletion(context, manager, name);
      if (deletion !== "recoverable") return;
      await succeeds(manager.undeleteSecret(name), "undeleting");
      await context.settle();
      await isShown(context, name, "a secret without keys that was undeleted");
    },
  },
});

async function isShown(context: CaseContext, name: string, what: string): Promise<void> {
  const manager = await context.manager();
  await holds(manager, name, {}, what);
  const { keys } = await succeeds(manager.describeSecret(name), `${what}: describing`);
  assert.deepEqual([...keys], [], `${what}: its keys`);
  const answer = (await succeeds(manager.getSecrets([name]), `${what}: a batch`)).get(name);
  assert.ok(answer !== undefined && !KeykistError.is(answer), `${what}: a batch has no secret`);
  const listed = await succeeds(collected(manager.listSecrets({ prefix: name })), what);
  assert.deepEqual(
    listed.map((each) => each.name),
    [name],
    `${what}: the names that are listed`,
  );
}
