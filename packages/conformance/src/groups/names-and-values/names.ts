import assert from "node:assert/strict";
import type { SecretsManager } from "@keykist/core";
import * as fc from "fast-check";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { holds, isAbsent, succeeds } from "../../expectations.ts";
import { givenDeletion, givenSecret } from "../../given.ts";
import { areApart } from "./are-apart.ts";
import { holdsForAll } from "./holds-for-all.ts";
import { nameTails } from "./samples.ts";

export const namesCases: readonly ConformanceCase[] = group("names and values", {
  "names-exact": {
    title:
      "whatever name a secret is registered under, under exactly this name it is read, described and listed",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const expected = new Set<string>();
      await holdsForAll(context, nameTails, async (tail, number) => {
        const entries = { password: `tulip ${number}` };
        const name = await givenSecret(context, manager, `${number}x${tail}`, entries);
        expected.add(name);
        const secret = await holds(manager, name, entries, "what was registered");
        const description = await succeeds(manager.describeSecret(name), "describing");
        assert.deepEqual([secret.name, description.name], [name, name], "the names");
      });
      const listed = new Set(await succeeds(manager.getAllSecretKeys(), "listing names"));
      assert.deepEqual(
        [...expected].filter((name) => !listed.has(name)),
        [],
        "names that are not listed",
      );
    },
  },
  "names-distinct": {
    title:
      "two names that differ in anything are two secrets: each keeps its own entries, and its own fate",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      await holdsForAll(context, fc.tuple(nameTails, fc.nat()), async ([tail, choice], number) => {
        const one = `${number}x${tail}`;
        const others = alike(one);
        await stayApart(context, manager, one, others[choice % others.length] ?? `${one}-`);
      });
    },
  },
  "names-case": {
    title: "names that differ only in case are different secrets",
    requires: ["set up"],
    run: (context) => areApart(context, ["a", "A", "db/Prod", "db/prod", "DB/prod"]),
  },
  "names-separators": {
    title: "a/b, a_b, a.b and a-b are four secrets",
    requires: ["set up"],
    run: (context) => areApart(context, ["a/b", "a_b", "a.b", "a-b"]),
  },
  "names-repeated-separators": {
    title: "a-b, a--b and a---b are different secrets",
    requires: ["set up"],
    run: (context) => areApart(context, ["a-b", "a--b", "a---b"]),
  },
  "names-beginning-alike": {
    title: "a secret may have the name of another one as its beginning or as its folder",
    requires: ["set up"],
    run: (context) => areApart(context, ["db2", "db/x", "db/x/y", "db-", "db.json", "db"]),
  },
  "names-and-keys": {
    title:
      "the name and the key of one secret never run into those of another: a and b-c, a-b and c",
    requires: ["set up"],
    run: async (context) => {
      const pairs = [
        ["a", "b-c"],
        ["a-b", "c"],
        ["d", "e_f"],
        ["d_e", "f"],
        ["g", "h--i"],
        ["g--h", "i"],
      ] as const;
      const manager = await context.manager();
      for (const [hint, key] of pairs)
        await givenSecret(context, manager, hint, { [key]: `of ${hint}` });
      for (const [hint, key] of pairs)
        await holds(manager, context.name(hint), { [key]: `of ${hint}` }, `the secret ${hint}`);
    },
  },
  "names-head": {
    title: "a secret may be named like the parts that a backend could make of another one",
    requires: ["set up"],
    run: (context) => areApart(context, ["db", "db--head", "db--password", "db--db"]),
  },
  "names-suffixed": {
    title:
      "a name that ends as a backend's own ids do does not stand for the name without that ending",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      // AWS puts a hyphen and six characters behind the names in its ARNs, and finds secrets by ARNs without them.
      await givenSecret(context, manager, "db-AbCdEf", { password: "tulip" });
      await isAbsent(manager, context.name("db"), "the name without the ending");
      await isAbsent(manager, context.name("db-AbCdEf-AbCdEf"), "the name with two endings");
      await areApart(context, ["app", "app-AbCdEf"]);
    },
  },
  "names-hashed": {
    title: "a name that looks like a hash is kept as it is",
    requires: ["set up"],
    run: (context) => {
      const room = context.capabilities.limits.names - context.name("").length;
      const hashes = [
        "db-abcdefghijklmnopqrstuvwxyz",
        "db-zyxwvutsrqponmlkjihgfedcba",
        "db-0123456789abcdef0123456789",
      ];
      return areApart(
        context,
        hashes.map((hint) => hint.slice(0, room)),
      );
    },
  },
  "names-longest": {
    title:
      "a name may be as long as the manager says, and two such names may differ in the last character",
    requires: ["set up"],
    run: async (context) => {
      const room = context.capabilities.limits.names - context.name("").length;
      // Segments of at most forty characters: many backends bound the parts of a path too.
      const long = Array.from({ length: room }, (_, at) => (at % 40 === 39 ? "/" : "n"))
        .join("")
        .slice(0, room - 2);
      await areApart(context, [`${long}na`, `${long}nb`]);
    },
  },
});

/** Names that something on the way could take for the same as this one. */
function alike(name: string): readonly string[] {
  const others = [
    name.toLowerCase(),
    name.toUpperCase(),
    name.replaceAll("/", "-"),
    name.replaceAll(/[._]/gu, "-"),
    name.replaceAll("--", "-"),
    `${name}-`,
    `${name}.`,
    `${name}0`,
  ];
  return [...new Set(others)].filter((other) => other !== name);
}

/** Registers two secrets and deletes one: asserts that neither has anything of the other. */
async function stayApart(
  context: CaseContext,
  manager: SecretsManager,
  one: string,
  other: string,
): Promise<void> {
  const first = await givenSecret(context, manager, one, { password: "tulip" });
  const second = await givenSecret(context, manager, other, { password: "dahlia" });
  await holds(manager, first, { password: "tulip" }, "the first of two names");
  await holds(manager, second, { password: "dahlia" }, "the second of two names");
  if (!context.capabilities.write) return;
  await givenDeletion(context, manager, second);
  await isAbsent(manager, second, "the second of two names, deleted");
  await holds(manager, first, { password: "tulip" }, "the first of two names, the other deleted");
}
