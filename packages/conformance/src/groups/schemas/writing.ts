import assert from "node:assert/strict";
import { defineSecretSchema, type SecretSchema, type SecretsManager } from "@keykist/core";
import { z } from "zod";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, failsWith, holds, isAbsent, succeeds } from "../../expectations.ts";
import type { GivenEntries } from "../../given.ts";
import { StepControl } from "../../scheduling/step-control.ts";
import {
  givenTyped,
  looseSchema,
  registryWith,
  serviceEntries,
  serviceSchema,
} from "./service-schema.ts";

export const writingCases: readonly ConformanceCase[] = group("schemas", {
  "register-missing": {
    title:
      "a secret without a key that its type requires is refused with INVALID_VALUE, before the backend is asked",
    requires: ["write"],
    run: async (context) => {
      const { port: _port, ...entries } = serviceEntries;
      await refusesToRegister(context, "INVALID_VALUE", entries);
    },
  },
  "register-unknown-key": {
    title:
      "a secret with a key that its type does not have is refused with INVALID_KEY, before the backend is asked",
    requires: ["write"],
    run: (context) =>
      refusesToRegister(context, "INVALID_KEY", { ...serviceEntries, more: "dahlia" }),
  },
  "registry-own": {
    title:
      "a manager asks its own registry and no other: a type that only another manager's knows is not checked",
    requires: ["write"],
    run: async (context) => {
      const name = context.name("db");
      const entries = { password: "tulip" };
      await context.manager({}, { registry: registryWith(serviceSchema()) });
      const manager = await context.manager({}, { registry: registryWith() });
      await succeeds(
        manager.registerSecret(looseSchema("service", entries).create(name, entries)),
        "registering",
      );
      await context.settle();
      await holds(manager, name, entries, "a secret of a type that is not known");
    },
  },
  "built-ins": {
    title: "secrets of every built-in type read as they were registered",
    requires: ["write"],
    run: async (context) => {
      const registry = registryWith();
      const manager = await context.manager({}, { registry });
      for (const type of registry.types()) {
        const schema = await succeeds(registry.get(type), `loading the schema ${type}`);
        const name = context.name(type);
        const made = schema.create(name, sampleOf(schema));
        await succeeds(manager.registerSecret(made), `registering a secret of the type ${type}`);
        await context.settle();
        const read = await succeeds(
          manager.getSecret(name, schema),
          `reading a secret of the type ${type}`,
        );
        assert.deepEqual(
          [read.type, read.keys, { ...read.content }],
          [type, made.keys, { ...made.content }],
          `a secret of the type ${type}`,
        );
      }
    },
  },
  "update-misfit": {
    title:
      "an update that does not fit the type is refused with INVALID_VALUE, and the secret stays as it was",
    requires: ["write"],
    run: async (context) => {
      const name = await givenTyped(context, "service", serviceEntries);
      const entries = { ...serviceEntries, port: "many" };
      const manager = await context.manager({}, { registry: registryWith(serviceSchema()) });
      const updating = manager.updateSecret(looseSchema("service", entries).create(name, entries));
      await failsWith(updating, "INVALID_VALUE", "updating", { outcome: "not_applied" });
      await context.settle();
      await holds(manager, name, serviceEntries, "the secret");
    },
  },
  "update-unknown-type": {
    title: "a secret of a type that no registry knows can be read and updated, and keeps its type",
    requires: ["write"],
    run: async (context) => {
      const name = await givenTyped(context, "service", { password: "tulip", host: "db" });
      const manager = await context.manager({}, { registry: registryWith() });
      const next = { password: "dahlia", host: "db" };
      await succeeds(
        manager.updateSecret(looseSchema("service", next).create(name, next)),
        "updating",
      );
      await context.settle();
      await holds(manager, name, next, "the secret");
      assert.equal(await listedType(manager, name), "service", "its type");
    },
  },
  "modify-typed": {
    title:
      "modified with its schema, a secret is given to the change typed, and what that answers is stored as text",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const name = await givenTyped(context, "service", serviceEntries);
      const manager = await context.manager();
      const modifying = manager.modifySecret(
        name,
        (content) => ({ ...content, port: content.port + 1 }),
        { schema: serviceSchema() },
      );
      await succeeds(modifying, "modifying");
      await context.settle();
      await holds(manager, name, { ...serviceEntries, port: "5433" }, "the secret");
    },
  },
  "modify-keeps-bytes": {
    title:
      "keys that a typed change leaves alone keep their bytes, however else they could be written",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const entries = { ...serviceEntries, labels: '{ "tier" :\n "gold" }' };
      const name = await givenTyped(context, "service", entries);
      const manager = await context.manager();
      const modifying = manager.modifySecret(
        name,
        (content) => ({ ...content, host: "other.internal" }),
        { schema: serviceSchema() },
      );
      await succeeds(modifying, "modifying");
      await context.settle();
      await holds(manager, name, { ...entries, host: "other.internal" }, "the secret");
    },
  },
  "modify-misfit": {
    title:
      "a change that answers what does not fit the type is refused with INVALID_VALUE, and the secret stays",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const name = await givenTyped(context, "service", serviceEntries);
      const manager = await context.manager({}, { registry: registryWith(serviceSchema()) });
      const modifying = manager.modifySecret(name, (content) => ({ ...content, port: "many" }));
      await failsWith(modifying, "INVALID_VALUE", "modifying", { outcome: "not_applied" });
      await context.settle();
      await holds(manager, name, serviceEntries, "the secret");
    },
  },
  "modify-mismatch": {
    title:
      "modifying with the schema of another type fails with SCHEMA_MISMATCH, and the change is not called",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const name = await givenTyped(context, "service", { password: "tulip" });
      const manager = await context.manager();
      const other = defineSecretSchema("other", { password: z.string() });
      let calls = 0;
      const change = (content: { readonly password: string }): { readonly password: string } => {
        calls += 1;
        return content;
      };
      const modifying = manager.modifySecret(name, change, { schema: other });
      await failsWith(modifying, "SCHEMA_MISMATCH", "modifying with another schema", {
        outcome: "not_applied",
      });
      assert.equal(calls, 0, "calls of the change");
    },
  },
  "modify-unknown-type": {
    title:
      "a secret of a type that no registry knows can be modified, under the grammar of keys alone, and keeps its type",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const name = await givenTyped(context, "service", { password: "tulip" });
      const manager = await context.manager({}, { registry: registryWith() });
      await succeeds(
        manager.modifySecret(name, (content) => ({ ...content, more: "dahlia" })),
        "modifying",
      );
      await context.settle();
      await holds(manager, name, { password: "tulip", more: "dahlia" }, "the secret");
      assert.equal(await listedType(manager, name), "service", "its type");
    },
  },
  "error-names": {
    title:
      "the error for entries that do not fit names the schema, the secret, and what is wrong with each key",
    requires: ["write"],
    run: async (context) => {
      const { host: _host, ...rest } = serviceEntries;
      const entries = { ...rest, port: "many" };
      const name = context.name("db");
      const manager = await context.manager({}, { registry: registryWith(serviceSchema()) });
      const registering = manager.registerSecret(
        looseSchema("service", entries).create(name, entries),
      );
      const error = await failsWith(registering, "INVALID_VALUE", "registering");
      assert.equal(error.secret, name, "the secret that the error names");
      for (const word of ["service", name, "host", "port"]) {
        assert.ok(error.message.includes(word), `the message does not say ${JSON.stringify(word)}`);
      }
      assert.deepEqual(
        error.issues?.map(({ key }) => key).toSorted(),
        ["host", "port"],
        "the keys of the issues",
      );
    },
  },
});

/** A manager that knows the type refuses a secret that was made by somebody who knows it otherwise. */
async function refusesToRegister(
  context: CaseContext,
  code: "INVALID_VALUE" | "INVALID_KEY",
  entries: GivenEntries,
): Promise<void> {
  const name = context.name("db");
  const control = new StepControl();
  const registry = registryWith(serviceSchema());
  const manager = await context.manager({}, { registry, interceptStep: control.intercept });
  const registering = manager.registerSecret(looseSchema("service", entries).create(name, entries));
  await failsWith(registering, code, "registering", { outcome: "not_applied" });
  assert.equal(control.steps.length, 0, "steps that were made");
  await context.settle();
  await isAbsent(manager, name, "the secret that was refused");
}

/** The type that a listing gives for a secret. */
async function listedType(manager: SecretsManager, name: string): Promise<string | undefined> {
  const summaries = await succeeds(collected(manager.listSecrets({ prefix: name })), "listing");
  return summaries.find((summary) => summary.name === name)?.type;
}

/** A content that fits a schema of text: every required key, and every optional one that takes this text. */
function sampleOf(schema: SecretSchema): Record<string, string> {
  // A credentials file of Google Cloud has to be a JSON object; everything else takes it too.
  const text = '{"tulip":"dahlia"}';
  const required = schema.requiredKeys.map((key): [string, string] => [key, text]);
  const optional = schema.optionalKeys
    .map((key): [string, string] => [key, text])
    .filter((entry) => schema.encode(Object.fromEntries([...required, entry])).kind === "encoded");
  return Object.fromEntries(
    schema.TYPE === "arbitrary" ? [["password", text]] : [...required, ...optional],
  );
}
