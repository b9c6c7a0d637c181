import assert from "node:assert/strict";
import {
  arbitrarySchema,
  isSecretName,
  KeykistError,
  type Secret,
  type SecretsManager,
} from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, succeeds } from "../../expectations.ts";
import { StepControl } from "../../scheduling/step-control.ts";

const ILLEGAL_NAMES = [
  "",
  "/",
  "/db",
  "db/",
  "a//b",
  ".db",
  "-db",
  "_db",
  "..",
  "../db",
  "a/../b",
  "a/./b",
  " db",
  "db ",
  "a b",
  "db\n",
  "db\0",
  "dbé",
  "db*",
  "db?",
  "db%2Fx",
  "db\\x",
  "arn:aws:db",
  "keykist",
  "keykist/db",
  "n".repeat(201),
];

export const refusalsCases: readonly ConformanceCase[] = group("names and values", {
  "name-illegal-read": {
    title:
      "reading under a name outside the grammar fails with INVALID_NAME, before the backend is asked",
    run: (context) =>
      refusedFor(context, [
        ["reading", (manager, name) => manager.getSecret(name)],
        ["describing", (manager, name) => manager.describeSecret(name)],
      ]),
  },
  "name-illegal-batch": {
    title:
      "in a batch, names outside the grammar are answered with INVALID_NAME, before the backend is asked",
    run: async (context) => {
      const { manager, steps } = await observed(context);
      // A copy: what is judged must not get at the names that the next case uses.
      const answers = await succeeds(manager.getSecrets([...ILLEGAL_NAMES]), "reading many");
      for (const name of ILLEGAL_NAMES) {
        assert.ok(
          KeykistError.is(answers.get(name), "INVALID_NAME"),
          `the answer for ${JSON.stringify(name)}`,
        );
      }
      assert.equal(steps(), 0, "steps that were made");
    },
  },
  "name-illegal-delete": {
    title:
      "deleting under a name outside the grammar fails with INVALID_NAME, before the backend is asked",
    requires: ["write"],
    run: (context) =>
      refusedFor(context, [["deleting", (manager, name) => manager.deleteSecret(name)]]),
  },
  "name-illegal-modify": {
    title:
      "modifying under a name outside the grammar fails with INVALID_NAME, before the backend is asked",
    requires: ["write", "guardedUpdate"],
    run: (context) =>
      refusedFor(context, [
        ["modifying", (manager, name) => manager.modifySecret(name, (content) => content)],
      ]),
  },
  "name-illegal-write": {
    title:
      "a secret that says it has a name outside the grammar is refused with INVALID_NAME, before the backend is asked",
    requires: ["write"],
    run: (context) =>
      refusedFor(context, [
        ["registering", async (manager, name) => manager.registerSecret(named(name))],
        ["updating", async (manager, name) => manager.updateSecret(named(name))],
      ]),
  },
});

type Attempt = readonly [
  what: string,
  attempt: (manager: SecretsManager, name: string) => Promise<unknown>,
];

async function refusedFor(context: CaseContext, attempts: readonly Attempt[]): Promise<void> {
  const { manager, steps } = await observed(context);
  for (const name of ILLEGAL_NAMES) {
    assert.ok(!isSecretName(name), `the suite calls ${JSON.stringify(name)} illegal`);
    for (const [what, attempt] of attempts) {
      await failsWith(
        attempt(manager, name),
        "INVALID_NAME",
        `${what} under ${JSON.stringify(name)}`,
      );
    }
  }
  assert.equal(steps(), 0, "steps that were made");
}

/** A secret as another copy of core would make it, by which everything is right but its name. */
function named(name: string): Secret {
  const { type, keys, revision, content } = arbitrarySchema.create("db", { password: "tulip" });
  const secret: Secret = {
    name,
    type,
    keys,
    revision,
    content,
    toJSON: () => ({ name, type, keys }),
  };
  const state = { entries: new Map(Object.entries(content)), partial: false };
  Object.defineProperty(secret, Symbol.for("keykist.secret"), { value: () => state });
  return secret;
}

async function observed(
  context: CaseContext,
): Promise<{ readonly manager: SecretsManager; readonly steps: () => number }> {
  const control = new StepControl();
  const manager = await context.manager({}, { interceptStep: control.intercept });
  return { manager, steps: () => control.steps.length };
}
