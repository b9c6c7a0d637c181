import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { givenSecret, givenUpdate, revisionOf, secretOf } from "../../given.ts";
import { shiftedClock } from "../../scheduling/shifted-clock.ts";
import { givenStates, historyOf, promised, readsAs } from "./states.ts";

/** Updates of a secret that is changed often: more than any history keeps for ever. */
const OFTEN = 25;

export const keepingCases: readonly ConformanceCase[] = group("history", {
  bytes: {
    title: "an earlier state is kept byte for byte, with the keys that it had",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, states } = await givenStates(context, manager, [
        { plain: " tulip ", blank: "", lines: "a\r\nb\n" },
        { plain: "tulip", nul: "a\u0000b", number: "1.50" },
        { accents: "e\u0301 \u00e9", sign: "\u{1f511}", __proto__: "no key" },
        { last: "\ufeffdahlia" },
      ]);
      for (const [index, state] of promised(context, states).entries()) {
        await readsAs(manager, name, state, `state ${index}`);
      }
    },
  },
  keys: {
    title: "where the history tells the keys of a state, they are those that the state had",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, states } = await givenStates(context, manager, [
        { user: "mango", password: "tulip" },
        { password: "dahlia" },
        { token: "aster", password: "dahlia" },
      ]);
      const history = await succeeds(manager.getSecretHistory(name), "reading the history");
      for (const { revision, entries } of promised(context, states)) {
        const keys = history.find((entry) => entry.revision === revision)?.keys;
        if (keys === undefined) continue;
        assert.deepEqual([...keys], Object.keys(entries).toSorted(), "the keys of a state");
      }
    },
  },
  times: {
    title: "the times of a history do not go back from one state to the next",
    requires: ["write", "history"],
    run: async (context) => {
      const clock = shiftedClock();
      const manager = await context.manager({}, { clock });
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      for (const password of ["dahlia", "aster"]) {
        clock.shift(60_000);
        await givenUpdate(context, manager, name, { password });
      }
      const history = await succeeds(manager.getSecretHistory(name), "reading the history");
      const times = history.flatMap(({ createdAt }) =>
        createdAt === undefined ? [] : [createdAt.getTime()],
      );
      const newestFirst = times.toSorted((a, b) => b - a);
      assert.deepEqual(times, newestFirst, "the times, the newest state first");
    },
  },
  "each-write": {
    title: "each write adds one state to the history; reads, and writes that are refused, add none",
    requires: ["write", "full history", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const expected = [await revisionOf(manager, name)];
      const writes: Record<string, () => Promise<unknown>> = {
        updating: () => manager.updateSecret(secretOf(name, { password: "dahlia" })),
        modifying: () => manager.modifySecret(name, (content) => ({ ...content, user: "mango" })),
        "rolling back": () => manager.rollbackSecret(name, expected[1] ?? ""),
      };
      for (const [what, write] of Object.entries(writes)) {
        await succeeds(write(), what);
        await context.settle();
        expected.unshift(await revisionOf(manager, name));
        assert.deepEqual(await historyOf(manager, name), expected, `the history, after ${what}`);
      }
      const stale = { ifRevision: expected.at(-1) };
      await Promise.allSettled([
        manager.registerSecret(secretOf(name, { password: "aster" })),
        manager.updateSecret(secretOf(name, { password: "aster" }), stale),
        manager.rollbackSecret(name, "no revision"),
        manager.describeSecret(name),
        manager.getSecrets([name]),
      ]);
      await context.settle();
      assert.deepEqual(await historyOf(manager, name), expected, "the history, after refusals");
    },
  },
  often: {
    title: "of a secret that is changed often, the history keeps the newest states, without a gap",
    requires: ["write", "full history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { number: "0" });
      const revisions = [await revisionOf(manager, name)];
      for (let number = 1; number <= OFTEN; number += 1) {
        await givenUpdate(context, manager, name, { number: String(number) });
        revisions.unshift(await revisionOf(manager, name));
      }
      const history = await historyOf(manager, name);
      assert.ok(history.length >= 2, "the history keeps fewer than two states");
      assert.deepEqual(history, revisions.slice(0, history.length), "the revisions");
    },
  },
  readable: {
    title: "every state that a history shows can be read",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { number: "0" });
      const numbers = new Map([[await revisionOf(manager, name), "0"]]);
      for (let number = 1; number <= OFTEN; number += 1) {
        await givenUpdate(context, manager, name, { number: String(number) });
        numbers.set(await revisionOf(manager, name), String(number));
      }
      for (const revision of await historyOf(manager, name)) {
        const entries = { number: numbers.get(revision) ?? "none" };
        await readsAs(manager, name, { revision, entries }, "a state that the history shows");
      }
    },
  },
  "part-of-state": {
    title: "of an earlier state, as of the present one, a read can ask for some keys",
    requires: ["write", "history"],
    run: async (context) => {
      const manager = await context.manager();
      const { name, states } = await givenStates(context, manager, [
        { user: "mango", password: "tulip" },
        { token: "aster" },
      ]);
      const [{ revision } = { revision: "" }] = states;
      const options = { revision, keys: ["password", "token"] };
      const { content, keys } = await succeeds(manager.getSecret(name, options), "reading a key");
      assert.deepEqual({ ...content }, { password: "tulip" }, "the entries");
      assert.deepEqual([...keys], ["password"], "the keys");
    },
  },
});
