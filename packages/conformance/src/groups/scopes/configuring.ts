import assert from "node:assert/strict";
import type { SecretsManagerConfig, SecretsManagerOptions } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds } from "../../expectations.ts";
import { peeked } from "../../given.ts";
import { notePrefix } from "../../set-up.ts";
import { oneOfEach, prefixOf, register, scoped } from "./scoped-managers.ts";

export const configuringCases: readonly ConformanceCase[] = group("scopes", {
  "default-none": {
    title: "a manager that is told no scope has scope none",
    requires: ["set up"],
    run: async (context) => {
      const name = context.name("db");
      await register(context, await context.manager(), name, "tulip");
      await context.settle();
      await holds(
        await scoped(context, "none"),
        name,
        { password: "tulip" },
        "read through scope none",
      );
    },
  },
  "namespace-required": {
    title: "scope namespace without a namespace is refused with INVALID_CONFIG",
    run: (context) => refused(context, { scope: "namespace" }, { id: context.name("team") }),
  },
  "namespace-malformed": {
    title: "a namespace that is not one path segment is refused with INVALID_CONFIG",
    run: async (context) => {
      for (const namespace of MALFORMED)
        await refused(context, { scope: "namespace", namespace }, {});
    },
  },
  "component-id-required": {
    title: "scope component without an explicit id is refused with INVALID_CONFIG",
    run: (context) => refused(context, { scope: "component", namespace: context.name("team") }, {}),
  },
  "component-id-malformed": {
    title: "an id that is not one path segment is refused with INVALID_CONFIG",
    run: async (context) => {
      for (const id of MALFORMED) await refused(context, { scope: "component" }, { id });
    },
  },
  "namespace-ignored": {
    title: "a namespace beside another scope changes nothing: global is global",
    requires: ["set up"],
    run: async (context) => {
      const name = context.name("db");
      const manager = await context.manager({ scope: "global", namespace: context.name("team") });
      notePrefix(manager, prefixOf(context, "global"));
      await register(context, manager, name, "tulip");
      await context.settle();
      await holds(manager, name, { password: "tulip" }, "read through it");
      await holds(
        await scoped(context, "global"),
        name,
        { password: "tulip" },
        "read through scope global",
      );
    },
  },
  paths: {
    title:
      "a secret is kept under the path of its scope: db, keykist/global/db, keykist/component/<id>/db, keykist/namespace/<ns>/db",
    requires: ["write", "peek"],
    run: async (context) => {
      const name = context.name("app/db");
      for (const [scope, manager] of await oneOfEach(context)) {
        await register(context, manager, name, `of ${scope}`);
        const path = `${prefixOf(context, scope)}${name}`;
        const held = await peeked(context, path);
        assert.deepEqual(
          held?.entries,
          { password: `of ${scope}` },
          `what the backend holds under the path of scope ${scope}`,
        );
      }
    },
  },
  planted: {
    title: "a secret that stands under the path of a scope is read through that scope",
    requires: ["plant"],
    run: async (context) => {
      for (const [scope, manager] of await oneOfEach(context)) {
        const name = context.name(`${scope}/db`);
        const path = `${prefixOf(context, scope)}${name}`;
        await context.backend.plant?.(path, { password: `of ${scope}` }, { owned: true });
        await context.settle();
        await holds(manager, name, { password: `of ${scope}` }, `read through scope ${scope}`);
      }
    },
  },
});

const MALFORMED = ["", " ", "a/b", "/", "..", ".", "-a", "a b", "a\0", "é", "*", "a".repeat(101)];

async function refused(
  context: CaseContext,
  config: Partial<SecretsManagerConfig>,
  options: SecretsManagerOptions,
): Promise<void> {
  const what = `a manager of ${JSON.stringify({ ...config, ...options })}`;
  await failsWith(context.manager(config, options), "INVALID_CONFIG", what);
}
