import { arbitrarySchema } from "@keykist/core";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, succeeds } from "../../expectations.ts";
import { givenSecret } from "../../given.ts";
import { entriesOf } from "./samples.ts";
import assert from "node:assert/strict";

const INHERITED = [
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "prototype",
  "toJSON",
  "toString",
  "valueOf",
];
const ILLEGAL_KEYS = [
  "",
  "9lives",
  "-dash",
  "with space",
  "with.dot",
  "with/slash",
  "clé",
  "a\0",
  "a".repeat(129),
];

export const keysCases: readonly ConformanceCase[] = group("names and values", {
  "keys-inherited": {
    title:
      "keys that every JavaScript object seems to have, such as __proto__, are keys like any other",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const given = entriesOf(INHERITED.map((key) => [key, `value of ${key}`]));
      const name = await givenSecret(context, manager, "db", given);
      const secret = await holds(manager, name, given, "a secret with inherited names as keys");
      assert.deepEqual([...secret.keys], INHERITED, "its keys");
    },
  },
  "keys-not-inherited": {
    title: "a secret has no keys but its own: constructor is not there unless it was set",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const { content } = await succeeds(manager.getSecret(name), "reading");
      const found = INHERITED.filter((key) => key in content);
      assert.deepEqual(found, [], "keys that were never set");
    },
  },
  "keys-case": {
    title: "keys that differ only in case are different keys",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const given = { password: "tulip", Password: "dahlia", PASSWORD: "aster" };
      const name = await givenSecret(context, manager, "db", given);
      await holds(manager, name, given, "keys that differ in case");
    },
  },
  "keys-alike": {
    title: "keys that differ only in their separators are different keys",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const given = {
        a_b: "1",
        "a-b": "2",
        a__b: "3",
        "a--b": "4",
        _ab: "5",
        ab_: "6",
        "ab-": "7",
        ab: "8",
      };
      const name = await givenSecret(context, manager, "db", given);
      await holds(manager, name, given, "keys that look alike");
    },
  },
  "keys-delicate": {
    title:
      "keys that a backend could use for itself, such as head, name, type or value, are kept as they are",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const given = entriesOf(
        ["head", "name", "type", "value", "content", "revision", "schema", "keykist", "_"].map(
          (key) => [key, `value of ${key}`],
        ),
      );
      const name = await givenSecret(context, manager, "db", given);
      await holds(manager, name, given, "keys that a backend could use for itself");
    },
  },
  "keys-longest": {
    title: "a key may have 128 characters, and two such keys may differ in the last",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const given = { [`${"k".repeat(127)}a`]: "tulip", [`${"k".repeat(127)}b`]: "dahlia" };
      const name = await givenSecret(context, manager, "db", given);
      await holds(manager, name, given, "keys of the greatest length");
    },
  },
  "keys-illegal": {
    title: "a key outside the grammar is refused with INVALID_KEY, and the secret stays as it was",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      for (const key of ILLEGAL_KEYS) {
        const modifying = manager.modifySecret(name, () => ({ [key]: "dahlia" }));
        await failsWith(modifying, "INVALID_KEY", `setting the key ${JSON.stringify(key)}`, {
          outcome: "not_applied",
        });
      }
      await context.settle();
      await holds(manager, name, { password: "tulip" }, "the secret");
    },
  },
  "value-lone-surrogate": {
    title:
      "a value with a lone surrogate, which has no UTF-8 form, is refused with INVALID_VALUE, and the secret stays",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      for (const value of ["\ud800", "a\udc00b", "\udc00\ud800"]) {
        const making = Promise.resolve().then(() =>
          arbitrarySchema.create(name, { password: value }),
        );
        await failsWith(making, "INVALID_VALUE", "making a secret");
        const modifying = manager.modifySecret(name, () => ({ password: value }));
        await failsWith(modifying, "INVALID_VALUE", "modifying", { outcome: "not_applied" });
      }
      await context.settle();
      await holds(manager, name, { password: "tulip" }, "the secret");
    },
  },
});
