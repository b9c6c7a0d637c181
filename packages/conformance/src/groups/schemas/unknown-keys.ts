import assert from "node:assert/strict";
import { KeykistError } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, succeeds } from "../../expectations.ts";
import { givenPlanted } from "../../given.ts";
import { basicAuthSchema } from "../../sample-schema.ts";

const known = { username: "mango", password: "tulip" };
const stored = { ...known, added: "in a console" };

/** Keys that someone else has added to a secret of a schema. */
export const unknownKeysCases: readonly ConformanceCase[] = group("schemas", {
  "unknown-keys": {
    title: "a stored key that the schema does not know is refused with INVALID_KEY",
    requires: ["plant"],
    run: async (context) => {
      const name = await planted(context);
      const manager = await context.manager();
      const schema = await basicAuthSchema();
      await failsWith(manager.getSecret(name, schema), "INVALID_KEY", "reading with the schema");
      const answers = await succeeds(manager.getSecrets([name], schema), "reading in a batch");
      const isRefused = KeykistError.is(answers.get(name), "INVALID_KEY");
      assert.ok(isRefused, "reading in a batch is INVALID_KEY");
    },
  },
  "unknown-keys-ignored": {
    title: "with unknownKeys `ignore`, stored keys that the schema does not know are left out",
    requires: ["plant"],
    run: async (context) => {
      const name = await planted(context);
      const manager = await context.manager();
      const schema = await basicAuthSchema();
      const options = { unknownKeys: "ignore" } as const;
      const secret = await succeeds(manager.getSecret(name, schema, options), "reading");
      assert.deepEqual({ ...secret.content }, known, "the content");
      assert.deepEqual([...secret.keys], Object.keys(known).toSorted(), "the keys");
      const answers = await succeeds(manager.getSecrets([name], schema, options), "a batch");
      const answer = answers.get(name);
      assert.ok(answer !== undefined && !KeykistError.is(answer), "the answer in a batch");
      assert.deepEqual({ ...answer.content }, known, "the content in a batch");
    },
  },
  "unknown-keys-kept": {
    title:
      "a secret that was read without its unknown keys cannot be written back, which would drop them",
    requires: ["write", "plant"],
    run: async (context) => {
      const name = await planted(context);
      const manager = await context.manager();
      const options = { unknownKeys: "ignore" } as const;
      const secret = await succeeds(
        manager.getSecret(name, await basicAuthSchema(), options),
        "reading",
      );
      const update = manager.updateSecret(secret);
      await failsWith(update, "INVALID_VALUE", "writing it back", { outcome: "not_applied" });
      await context.settle();
      await holds(manager, name, stored, "the stored secret");
    },
  },
});

/** Registers a secret of `basic_auth` with one key too many. Returns its name. */
function planted(context: CaseContext): Promise<string> {
  return givenPlanted(context, "db", stored, { owned: true, type: "basic_auth" });
}
