import assert from "node:assert/strict";
import { arbitrarySchema, KeykistError, type Secret } from "@keykist/core";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, isAbsent, succeeds } from "../../expectations.ts";
import { givenSecret, givenUpdate, revisionOf, secretOf } from "../../given.ts";
import { shiftedClock } from "../../scheduling/shifted-clock.ts";

export const readingCases: readonly ConformanceCase[] = group("contract", {
  "get-absent": {
    title:
      "reading a secret that is not there fails with SECRET_NOT_FOUND, with a schema and without",
    run: async (context) => {
      const manager = await context.manager();
      const name = context.name("absent");
      await isAbsent(manager, name, "reading an absent secret");
      const typed = manager.getSecret(name, arbitrarySchema);
      await failsWith(typed, "SECRET_NOT_FOUND", "reading an absent secret with a schema");
    },
  },
  "get-keys": {
    title:
      "asked for some keys, a read answers these, and leaves out those that the secret does not have",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const entries = { user: "mango", host: "quince", password: "tulip" };
      const name = await givenSecret(context, manager, "db", entries);
      const keys = ["password", "host", "absent"];
      const secret = await succeeds(manager.getSecret(name, { keys }), "reading some keys");
      assert.deepEqual({ ...secret.content }, { host: "quince", password: "tulip" }, "the entries");
      assert.deepEqual(secret.keys.toSorted(), ["host", "password"], "the keys");
    },
  },
  "get-keys-not-written": {
    title: "a secret that was read in part cannot be written back, which would drop its other keys",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const entries = { user: "mango", password: "tulip" };
      const name = await givenSecret(context, manager, "db", entries);
      const part = await succeeds(manager.getSecret(name, { keys: ["user"] }), "reading some keys");
      await failsWith(manager.updateSecret(part), "INVALID_VALUE", "writing a part back", {
        outcome: "not_applied",
      });
      await context.settle();
      await holds(manager, name, entries, "the secret that was not to be written");
    },
  },
  "get-revision": {
    title: "the present revision of a secret can be asked for by name",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await givenUpdate(context, manager, name, { password: "dahlia" });
      const revision = await revisionOf(manager, name);
      const secret = await succeeds(manager.getSecret(name, { revision }), "reading a revision");
      assert.deepEqual({ ...secret.content }, { password: "dahlia" }, "the entries");
      assert.equal(secret.revision, revision, "the revision");
    },
  },
  "get-revision-unknown": {
    title: "a revision that was never a state of the secret is REVISION_NOT_FOUND",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const read = manager.getSecret(name, { revision: `${await revisionOf(manager, name)}0` });
      await failsWith(read, "REVISION_NOT_FOUND", "reading an unknown revision");
    },
  },
  "get-revision-of-another": {
    title: "a revision of another secret is REVISION_NOT_FOUND",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const other = await givenSecret(context, manager, "other", { password: "dahlia" });
      const read = manager.getSecret(name, { revision: await revisionOf(manager, other) });
      await failsWith(read, "REVISION_NOT_FOUND", "reading a revision of another secret");
    },
  },
  "get-revision-absent": {
    title: "a revision of a secret that is not there is SECRET_NOT_FOUND",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const other = await givenSecret(context, manager, "other", { password: "tulip" });
      const read = manager.getSecret(context.name("absent"), {
        revision: await revisionOf(manager, other),
      });
      await failsWith(read, "SECRET_NOT_FOUND", "reading a revision of an absent secret");
    },
  },
  "get-many": {
    title:
      "reading many answers each secret under its name, in the order in which they were asked for",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const [c, a, b] = [
        await givenSecret(context, manager, "c", { password: "tulip" }),
        await givenSecret(context, manager, "a", { password: "dahlia" }),
        await givenSecret(context, manager, "b", { password: "aster" }),
      ];
      const answers = await succeeds(manager.getSecrets([c, b, a]), "reading many");
      const found = [...answers].map(([name, answer]) => [name, contentOf(answer)]);
      assert.deepEqual(
        found,
        [
          [c, { password: "tulip" }],
          [b, { password: "aster" }],
          [a, { password: "dahlia" }],
        ],
        "the answers",
      );
    },
  },
  "get-many-absent": {
    title: "reading many answers SECRET_NOT_FOUND for each that is not there, beside the others",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const absent = context.name("absent");
      const answers = await succeeds(manager.getSecrets([absent, name]), "reading many");
      assert.deepEqual(
        contentOf(answers.get(name)),
        { password: "tulip" },
        "the one that is there",
      );
      const answer = answers.get(absent);
      assert.ok(
        KeykistError.is(answer, "SECRET_NOT_FOUND"),
        "the answer for one that is not there",
      );
    },
  },
  "get-many-invalid": {
    title: "reading many answers INVALID_NAME for a name that is none, beside the others",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const invalid = `${context.name("no")} name`;
      const answers = await succeeds(manager.getSecrets([invalid, name]), "reading many");
      assert.deepEqual(
        contentOf(answers.get(name)),
        { password: "tulip" },
        "the one that is there",
      );
      assert.ok(
        KeykistError.is(answers.get(invalid), "INVALID_NAME"),
        "the answer for a name that is none",
      );
    },
  },
  "get-many-twice": {
    title: "a name that is asked for twice in one batch is answered once",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const answers = await succeeds(manager.getSecrets([name, name]), "reading one name twice");
      assert.deepEqual([...answers.keys()], [name], "the names in the answer");
    },
  },
  "get-many-none": {
    title: "a batch of no names is answered with nothing",
    run: async (context) => {
      const manager = await context.manager();
      const answers = await succeeds(manager.getSecrets([]), "reading no names");
      assert.equal(answers.size, 0, "the number of answers");
    },
  },
  describe: {
    title:
      "a description has the type, the sorted keys and the revision of the secret, and says it is owned",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { user: "mango", password: "tulip" });
      const { type, keys, revision, owned } = await succeeds(
        manager.describeSecret(name),
        "describing",
      );
      const expected = { type: "arbitrary", keys: ["password", "user"], owned: true };
      assert.deepEqual({ type, keys: [...keys], owned }, expected, "the description");
      assert.equal(revision, await revisionOf(manager, name), "the revision");
    },
  },
  "describe-absent": {
    title: "describing a secret that is not there fails with SECRET_NOT_FOUND",
    run: async (context) => {
      const manager = await context.manager();
      const described = manager.describeSecret(context.name("absent"));
      await failsWith(described, "SECRET_NOT_FOUND", "describing an absent secret");
    },
  },
  "describe-times": {
    title:
      "the time of creation stays as it is when a secret is updated, and the time of update does not go back",
    requires: ["write"],
    run: async (context) => {
      const clock = shiftedClock();
      const manager = await context.manager({}, { clock });
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const first = await succeeds(manager.describeSecret(name), "describing");
      clock.shift(60_000);
      await succeeds(manager.updateSecret(secretOf(name, { password: "dahlia" })), "updating");
      await context.settle();
      const second = await succeeds(manager.describeSecret(name), "describing");
      assert.deepEqual(second.createdAt, first.createdAt, "the time of creation");
      const [before, after] = [first.updatedAt, second.updatedAt];
      assert.ok(
        before === undefined || (after !== undefined && after >= before),
        "the time of update",
      );
    },
  },
});

/** The content of an answer, or the code of the error in its place. */
function contentOf(answer: Secret | KeykistError | undefined): unknown {
  if (answer === undefined) return undefined;
  return KeykistError.is(answer) ? answer.code : { ...answer.content };
}
