import { defineSecretSchema, type SecretSchema } from "@keykist/core";
import { integer, json } from "@keykist/core/schemas";
import { z } from "zod";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, succeeds } from "../../expectations.ts";
import { canary, canaryKey } from "../../leaks/canary.ts";
import { expectNoLeaks } from "../../leaks/expect-no-leaks.ts";
import { givenTyped, looseSchema, registryWith } from "../schemas/service-schema.ts";

export const validatingCases: readonly ConformanceCase[] = group("leaks", {
  "invalid-write": {
    title:
      "a value that is refused when it is written is not quoted, whatever the schema's own messages say",
    requires: ["write"],
    run: async (context) => {
      const value = canary(context.random);
      const manager = await context.manager({}, { registry: registryWith(pickySchema()) });
      for (const key of ["integer", "url", "choice", "refined", "throwing"]) {
        const entries = { [key]: value };
        const secret = looseSchema("picky", entries).create(context.name("db"), entries);
        const error = await failsWith(
          manager.registerSecret(secret),
          "INVALID_VALUE",
          `registering a bad ${key}`,
        );
        expectNoLeaks(error, [value], `the error for a bad ${key}`);
      }
    },
  },
  "invalid-modify": {
    title: "a value that a change answers and that is refused is not quoted, nor is what is stored",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const [stored, value] = [canary(context.random), canary(context.random)];
      const name = await givenTyped(context, "picky", { text: stored });
      const manager = await context.manager({}, { registry: registryWith(pickySchema()) });
      const modifying = manager.modifySecret(name, (content) => ({ ...content, integer: value }));
      const error = await failsWith(modifying, "INVALID_VALUE", "modifying");
      expectNoLeaks(error, [stored, value], "the error of modifying");
    },
  },
  "invalid-read": {
    title: "a stored value that does not fit is not quoted by the error of reading it",
    requires: ["set up"],
    run: async (context) => {
      const value = canary(context.random);
      const name = await givenTyped(context, "picky", {
        integer: value,
        choice: value,
        throwing: value,
      });
      const manager = await context.manager();
      const error = await failsWith(
        manager.getSecret(name, pickySchema()),
        "INVALID_VALUE",
        "reading",
      );
      expectNoLeaks(error, [value], "the error of reading");
    },
  },
  "invalid-json": {
    title: "a stored text that is no JSON is not quoted, as the messages of JSON.parse do",
    requires: ["set up"],
    run: async (context) => {
      const value = canary(context.random);
      const name = await givenTyped(context, "picky", { json: value });
      const manager = await context.manager();
      const error = await failsWith(
        manager.getSecret(name, pickySchema()),
        "INVALID_VALUE",
        "reading",
      );
      expectNoLeaks(error, [value], "the error of reading");
    },
  },
  "invalid-batch": {
    title: "in a batch, a stored value that does not fit is not quoted by the answer in its place",
    requires: ["set up"],
    run: async (context) => {
      const value = canary(context.random);
      const name = await givenTyped(context, "picky", { integer: value });
      const manager = await context.manager();
      const answers = await succeeds(manager.getSecrets([name], pickySchema()), "reading many");
      for (const answer of answers.values()) expectNoLeaks(answer, [value], "the answer");
    },
  },
  "unknown-key-write": {
    title:
      "a key that the schema does not have, where a value may stand by mistake, is not quoted when it is refused",
    requires: ["write"],
    run: async (context) => {
      const key = canaryKey(context.random);
      const entries = { [key]: canary(context.random) };
      const manager = await context.manager({}, { registry: registryWith(pickySchema()) });
      const secret = looseSchema("picky", entries).create(context.name("db"), entries);
      const error = await failsWith(
        manager.registerSecret(secret),
        "INVALID_KEY",
        "registering an unknown key",
      );
      expectNoLeaks(error, [key, ...Object.values(entries)], "the error of registering");
    },
  },
  "unknown-key-read": {
    title: "a stored key that the schema does not have is not quoted by the error of reading it",
    requires: ["set up"],
    run: async (context) => {
      const key = canaryKey(context.random);
      const entries = { [key]: canary(context.random) };
      const name = await givenTyped(context, "picky", entries);
      const manager = await context.manager();
      const error = await failsWith(
        manager.getSecret(name, pickySchema()),
        "INVALID_KEY",
        "reading an unknown key",
      );
      expectNoLeaks(error, [key, ...Object.values(entries)], "the error of reading");
    },
  },
});

/** A schema with ways of refusing a value that quote it, where they can. */
function pickySchema(): SecretSchema {
  return defineSecretSchema("picky", {
    text: z.string().optional(),
    integer: integer().optional(),
    url: z.url({ error: (issue) => `not a URL: ${String(issue.input)}` }).optional(),
    choice: z.enum(["red", "blue"]).optional(),
    json: json(z.array(z.string())).optional(),
    refined: z
      .string()
      .refine(() => false, { error: (issue) => `refused: ${String(issue.input)}` })
      .optional(),
    throwing: z
      .string()
      .refine((text) => {
        throw new SyntaxError(`cannot parse ${text}`);
      })
      .optional(),
  });
}
