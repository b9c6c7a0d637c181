import assert from "node:assert/strict";
import { arbitrarySchema, defineSecretSchema, KeykistError } from "@keykist/core";
import { z } from "zod";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, failsWith, holds, succeeds } from "../../expectations.ts";
import { givenPlanted } from "../../given.ts";
import {
  givenTyped,
  registryWith,
  service,
  serviceEntries,
  serviceSchema,
} from "./service-schema.ts";

const MISFIT = { ...serviceEntries, port: "many" };

export const readingCases: readonly ConformanceCase[] = group("schemas", {
  "typed-read": {
    title:
      "read with its schema, a secret has the content that it was made with: numbers, booleans, JSON",
    requires: ["set up"],
    run: async (context) => {
      const schema = serviceSchema();
      const manager = await context.manager();
      const name = context.name("db");
      if (context.capabilities.write) {
        await succeeds(manager.registerSecret(schema.create(name, service)), "registering");
        await context.settle();
      } else {
        await givenTyped(context, "service", serviceEntries);
      }
      const { content } = await succeeds(manager.getSecret(name, schema), "reading");
      assert.deepEqual({ ...content }, { ...service }, "the content");
    },
  },
  "stored-as-text": {
    title: "typed content is stored as plain text that people and other programs can read",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = context.name("db");
      await succeeds(
        manager.registerSecret(
          serviceSchema().create(name, { ...service, labels: { tier: "gold", zone: "b" } }),
        ),
        "registering",
      );
      await context.settle();
      const labels = '{"tier":"gold","zone":"b"}';
      await holds(manager, name, { ...serviceEntries, labels }, "the raw strings");
    },
  },
  "optional-absent": {
    title: "an optional key that was not set is absent from keys and content",
    requires: ["set up"],
    run: async (context) => {
      const { token: _token, ...entries } = serviceEntries;
      const name = await givenTyped(context, "service", entries);
      const manager = await context.manager();
      const secret = await succeeds(manager.getSecret(name, serviceSchema()), "reading");
      assert.ok(!secret.keys.includes("token"), "the key is among the keys");
      assert.ok(!("token" in secret.content), "the key is in the content");
    },
  },
  "default-read": {
    title: "a key with a default that is not stored reads as the default",
    requires: ["set up"],
    run: async (context) => {
      const { region: _region, ...entries } = serviceEntries;
      const name = await givenTyped(context, "service", entries);
      const manager = await context.manager();
      const { content } = await succeeds(manager.getSecret(name, serviceSchema()), "reading");
      assert.equal(content.region, "north", "the key that is not stored");
    },
  },
  "type-kept": {
    title: "descriptions and listings say which type a secret was registered with",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenTyped(context, "service", serviceEntries);
      const manager = await context.manager();
      const { type } = await succeeds(manager.describeSecret(name), "describing");
      const summaries = await succeeds(collected(manager.listSecrets({ prefix: name })), "listing");
      assert.deepEqual(
        [type, ...summaries.map((summary) => summary.type)],
        ["service", "service"],
        "the types",
      );
    },
  },
  "read-mismatch": {
    title: "reading with the schema of another type fails with SCHEMA_MISMATCH",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenTyped(context, "service", { password: "tulip" });
      const other = defineSecretSchema("other", { password: z.string() });
      const manager = await context.manager();
      await failsWith(
        manager.getSecret(name, other),
        "SCHEMA_MISMATCH",
        "reading with another schema",
      );
    },
  },
  "read-misfit-typed": {
    title:
      "stored entries that do not fit the schema they are read with are refused with INVALID_VALUE",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenTyped(context, "service", MISFIT);
      const manager = await context.manager();
      await failsWith(
        manager.getSecret(name, serviceSchema()),
        "INVALID_VALUE",
        "reading entries that do not fit",
      );
    },
  },
  "read-misfit-known": {
    title:
      "stored entries that do not fit their type, which the registry knows, are refused also without a schema",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenTyped(context, "service", MISFIT);
      const manager = await context.manager({}, { registry: registryWith(serviceSchema()) });
      await failsWith(manager.getSecret(name), "INVALID_VALUE", "reading entries that do not fit");
    },
  },
  "read-misfit-built-in": {
    title:
      "the built-in types are known without registering them: a stored basic_auth without a password is refused",
    requires: ["plant"],
    run: async (context) => {
      const name = await givenPlanted(
        context,
        "db",
        { username: "mango" },
        { owned: true, type: "basic_auth" },
      );
      const manager = await context.manager({}, { registry: registryWith() });
      await failsWith(
        manager.getSecret(name),
        "INVALID_VALUE",
        "reading a basic_auth without a password",
      );
    },
  },
  "read-misfit-raw": {
    title:
      "nobody is locked out: the arbitrary schema reads the raw strings whatever the type asks for",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenTyped(context, "service", MISFIT);
      const manager = await context.manager({}, { registry: registryWith(serviceSchema()) });
      await holds(manager, name, MISFIT, "entries that do not fit their type");
    },
  },
  "raw-type": {
    title: "a secret that is read with the arbitrary schema keeps its type",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenTyped(context, "service", serviceEntries);
      const manager = await context.manager();
      const { type } = await succeeds(manager.getSecret(name, arbitrarySchema), "reading");
      assert.equal(type, "service", "the type");
    },
  },
  "unknown-type-read": {
    title: "a secret of a type that no registry knows reads as raw strings, with its type",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenTyped(context, "service", MISFIT);
      const manager = await context.manager({}, { registry: registryWith() });
      const { type, content } = await succeeds(manager.getSecret(name), "reading");
      assert.deepEqual([type, { ...content }], ["service", MISFIT], "the type and the strings");
    },
  },
  "keys-typed": {
    title:
      "asked for some keys with a schema, a read gives these typed, and misses no required key beside them",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenTyped(context, "service", { tls: "true", labels: '{"a":"b"}' });
      const manager = await context.manager();
      const secret = await succeeds(
        manager.getSecret(name, serviceSchema(), { keys: ["tls"] }),
        "reading one key",
      );
      assert.deepEqual({ ...secret.content }, { tls: true }, "the content");
    },
  },
  "revision-typed": {
    title: "an earlier state is read with a schema as the present one is",
    requires: ["write", "history"],
    run: async (context) => {
      const schema = serviceSchema();
      const manager = await context.manager();
      const name = context.name("db");
      const revision = await succeeds(
        manager.registerSecret(schema.create(name, service)),
        "registering",
      );
      await succeeds(
        manager.updateSecret(schema.create(name, { ...service, port: 1 })),
        "updating",
      );
      await context.settle();
      const { content } = await succeeds(
        manager.getSecret(name, schema, { revision }),
        "reading a revision",
      );
      assert.equal(content.port, 5432, "a number of the earlier state");
    },
  },
  "batch-typed": {
    title: "a batch that is read with a schema gives typed content",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenTyped(context, "service", serviceEntries);
      const manager = await context.manager();
      const answer = (
        await succeeds(manager.getSecrets([name], serviceSchema()), "reading many")
      ).get(name);
      assert.ok(answer !== undefined && !KeykistError.is(answer), "the secret is not answered");
      assert.deepEqual({ ...answer.content }, { ...service }, "the content");
    },
  },
  "batch-mismatch": {
    title:
      "in a batch that is read with a schema, secrets of another type are answered with SCHEMA_MISMATCH",
    requires: ["set up"],
    run: async (context) => {
      const name = await givenTyped(context, "service", { password: "tulip" });
      const other = defineSecretSchema("other", { password: z.string() });
      const manager = await context.manager();
      const answers = await succeeds(manager.getSecrets([name], other), "reading many");
      assert.ok(
        KeykistError.is(answers.get(name), "SCHEMA_MISMATCH"),
        "the answer for a secret of another type",
      );
    },
  },
  "unowned-typed": {
    title:
      "a secret that something else made, and so has no type, can be read with a schema that it fits",
    requires: ["plant unowned"],
    run: async (context) => {
      const name = await givenPlanted(context, "db", serviceEntries, { owned: false });
      const manager = await context.manager();
      const { content } = await succeeds(manager.getSecret(name, serviceSchema()), "reading");
      assert.deepEqual({ ...content }, { ...service }, "the content");
    },
  },
});
