import assert from "node:assert/strict";
import type { SecretsManager } from "@keykist/core";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, failsWith, succeeds } from "../../expectations.ts";
import { givenPlanted } from "../../given.ts";
import { oneOfEach, register, scoped } from "./scoped-managers.ts";

/**
 * What something else made is listed so that it can be adopted. It is a matter of scope `none`, where others name secrets:
 * in another scope a backend need not even be able to hold any.
 */
export const listingUnownedCases: readonly ConformanceCase[] = group("scopes", {
  "unowned-list": {
    title:
      "in scope none, listSecrets({ owned: false }) shows what something else made, whatever else is there, and nothing of keykist",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const foreign = await givenPlanted(context, "foreign", { key: "tulip" }, { owned: false });
      const other = await givenPlanted(context, "other", { key: "rose" }, { owned: false });
      for (const [, manager] of await oneOfEach(context))
        await register(context, manager, context.name("other-own"), "aster");
      await context.settle();
      const manager = await scoped(context, "none");
      const all = await unownedNames(manager, "");
      assert.deepEqual(
        all.filter((name) => name.startsWith(context.name(""))),
        [foreign, other],
        "the names without a prefix",
      );
      assert.deepEqual(await unownedNames(manager, other), [other], "the names with a prefix");
    },
  },
  "unowned-list-adopted": {
    title: "what was adopted is no longer among listSecrets({ owned: false })",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const manager = await scoped(context, "none");
      const name = await givenPlanted(context, "foreign", { key: "tulip" }, { owned: false });
      assert.deepEqual(await unownedNames(manager, name), [name], "the names before");
      await succeeds(manager.adoptSecret(name, "arbitrary"), "adopting");
      await context.settle();
      assert.deepEqual(await unownedNames(manager, name), [], "the names after it");
    },
  },
  "no-unowned-list": {
    title: "without adoption, listSecrets({ owned: false }) is UNSUPPORTED",
    requires: ["no adopt"],
    run: async (context) => {
      const manager = await scoped(context, "none");
      await failsWith(collected(manager.listSecrets({ owned: false })), "UNSUPPORTED", "listing");
    },
  },
});

/** The names of what something else made, sorted. */
async function unownedNames(manager: SecretsManager, prefix: string): Promise<string[]> {
  const listing = collected(manager.listSecrets({ prefix, owned: false }));
  const summaries = await succeeds(listing, "listing what is not owned");
  return summaries.map(({ name }) => name).toSorted();
}
