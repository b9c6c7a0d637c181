import assert from "node:assert/strict";
import { KeykistError } from "@keykist/core";
import * as fc from "fast-check";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { holds, succeeds } from "../../expectations.ts";
import { type GivenEntries, givenSecret, givenUpdate, peeked } from "../../given.ts";
import { holdsForAll } from "./holds-for-all.ts";
import { entries, nameTails } from "./samples.ts";

export const operationsCases: readonly ConformanceCase[] = group("names and values", {
  "update-exact": {
    title: "whatever entries an update gives, exactly these are read",
    requires: ["write"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      await holdsForAll(context, entries, async (given) => {
        await givenUpdate(context, manager, name, given);
        await holds(manager, name, given, "what the update gave");
      });
    },
  },
  "modify-exact": {
    title:
      "a change is given exactly the entries that are stored, and exactly those that it answers are read",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      let before: GivenEntries = { password: "tulip" };
      const name = await givenSecret(context, manager, "db", before);
      await holdsForAll(context, entries, async (given) => {
        const seen: object[] = [];
        const modifying = manager.modifySecret(name, (content) => {
          seen.push(content);
          return given;
        });
        await succeeds(modifying, "modifying");
        await context.settle();
        assert.deepEqual(
          seen.map((content) => new Map(Object.entries(content))),
          [new Map(Object.entries(before))],
          "what the change was given",
        );
        before = given;
        await holds(manager, name, given, "what the change answered");
      });
    },
  },
  "batch-exact": {
    title: "whatever names and entries there are, a batch answers exactly these",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const given = new Map<string, GivenEntries>();
      await holdsForAll(context, fc.tuple(nameTails, entries), async ([tail, members], number) => {
        given.set(await givenSecret(context, manager, `${number}x${tail}`, members), members);
        // Every few secrets, so that what is asked for grows and a failure is still near its cause.
        if (number % 5 !== 0) return;
        const answers = await succeeds(manager.getSecrets([...given.keys()]), "reading many");
        const found = [...answers].map(([name, answer]) => [
          name,
          KeykistError.is(answer) ? answer.code : new Map(Object.entries(answer.content)),
        ]);
        const expected = [...given].map(([name, each]) => [name, new Map(Object.entries(each))]);
        assert.deepEqual(found, expected, "the answers");
      });
    },
  },
  "backend-exact": {
    title: "what the backend holds is what was given: entries are not disguised there",
    requires: ["write", "peek"],
    run: async (context) => {
      const manager = await context.manager();
      await holdsForAll(context, fc.tuple(entries, entries), async ([first, second], number) => {
        const name = await givenSecret(context, manager, `db-${number}`, first);
        await givenUpdate(context, manager, name, second);
        const held = await peeked(context, name);
        assert.ok(held !== undefined, "the backend holds nothing under the name");
        assert.deepEqual(
          new Map(Object.entries(held.entries)),
          new Map(Object.entries(second)),
          "what the backend holds",
        );
      });
    },
  },
});
