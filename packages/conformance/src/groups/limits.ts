import assert from "node:assert/strict";
import { KeykistError, type SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../conformance-case.ts";
import { failsWith, holds, isAbsent, succeeds } from "../expectations.ts";
import { type GivenEntries, givenSecret, secretOf } from "../given.ts";
import { StepControl } from "../scheduling/step-control.ts";

/** What a manager may need of its limit for the form that it stores: its share of what is asked for. */
const ROOM = 0.7;
/** Sizes of a secret that are tried from above, as shares of what is claimed: the first that is not refused has to fit. */
const SHARES = [1, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79, 0.76, 0.73];

/** What JSON writes with two characters, and with six. */
const ESCAPED = ['"', "\u0001"];

export const limitsCases: readonly ConformanceCase[] = group("limits", {
  "value-within": {
    title: "a value of as many bytes as the manager takes is stored and comes back",
    requires: ["set up"],
    run: (context) =>
      accepts(context, "db", { v: "x".repeat(context.capabilities.limits.valueBytes) }),
  },
  "value-above": {
    title: "a value of more bytes than the manager takes is refused with LIMIT_EXCEEDED",
    requires: ["write"],
    run: (context) =>
      refuses(context, "db", { v: "x".repeat(context.capabilities.limits.valueBytes + 1) }),
  },
  "value-bytes": {
    title: "a value is measured in bytes of UTF-8, not in characters",
    requires: ["write"],
    run: (context) => {
      const { valueBytes } = context.capabilities.limits;
      return refuses(context, "db", { v: "é".repeat(Math.floor(valueBytes / 2) + 1) });
    },
  },
  "secret-within": {
    title: "a secret well within the bytes that the manager takes is stored and comes back",
    requires: ["set up"],
    run: (context) =>
      accepts(context, "db", entriesOf(context, Math.floor(bytesThatFit(context) * ROOM))),
  },
  "secret-escaped": {
    title:
      "a secret that takes more room than it has bytes, as quotation marks do in JSON, is stored and comes back, if it is not refused before the backend is asked",
    requires: ["write"],
    run: async (context) => {
      const bytes = Math.floor(bytesThatFit(context) * ROOM);
      for (const [index, character] of ESCAPED.entries())
        await isRefused(context, `db-${index}`, entriesOf(context, bytes, character));
    },
  },
  "secret-near": {
    title:
      "a secret near the bytes that the manager takes is stored and comes back, if it is not refused before the backend is asked",
    requires: ["write"],
    run: async (context) => {
      const { secretBytes } = context.capabilities.limits;
      for (const share of SHARES) {
        const entries = entriesWithin(context, Math.floor(secretBytes * share));
        const hint = `share-${Math.round(share * 100)}`;
        if (!(await isRefused(context, hint, entries))) return;
      }
    },
  },
  "secret-above": {
    title: "a secret of more bytes than the manager takes is refused with LIMIT_EXCEEDED",
    requires: ["write"],
    run: async (context) => {
      const { secretBytes, keys, valueBytes } = context.capabilities.limits;
      // With so few keys that no secret within the other limits is too large, there is nothing to refuse.
      if (keys * valueBytes <= secretBytes) return;
      await refuses(context, "db", entriesOf(context, secretBytes + 1));
    },
  },
  "keys-within": {
    title: "a secret of as many keys as the manager takes is stored and comes back",
    requires: ["set up"],
    run: async (context) => {
      const { keys, secretBytes } = context.capabilities.limits;
      const entries = emptyEntries(keys);
      if (Object.keys(entries).join("").length > secretBytes * ROOM) return;
      await accepts(context, "db", entries);
    },
  },
  "keys-above": {
    title: "a secret of more keys than the manager takes is refused with LIMIT_EXCEEDED",
    requires: ["write"],
    run: (context) => refuses(context, "db", emptyEntries(context.capabilities.limits.keys + 1)),
  },
  "name-within": {
    title: "a name as long as the manager takes is a name like any other",
    requires: ["set up"],
    run: (context) =>
      accepts(context, hintOfLength(context, context.capabilities.limits.names), { v: "tulip" }),
  },
  "name-above": {
    title: "a name longer than the manager takes is refused with LIMIT_EXCEEDED",
    requires: ["write"],
    run: async (context) => {
      const { names } = context.capabilities.limits;
      // Above 200 it is no name of any manager, which is another promise.
      if (names < 200) await refuses(context, hintOfLength(context, names + 1), { v: "tulip" });
    },
  },
  update: {
    title:
      "an update beyond a limit is refused with LIMIT_EXCEEDED, and the secret stays as it was",
    requires: ["write"],
    run: (context) =>
      keepsStored(context, (manager, name, large) => manager.updateSecret(secretOf(name, large))),
  },
  modify: {
    title: "a change beyond a limit is refused with LIMIT_EXCEEDED, and the secret stays as it was",
    requires: ["write", "guardedUpdate"],
    run: (context) =>
      keepsStored(context, (manager, name, large) => manager.modifySecret(name, () => large)),
  },
});

async function accepts(context: CaseContext, hint: string, entries: GivenEntries): Promise<void> {
  const name = await givenSecret(context, await context.manager(), hint, entries);
  await comesBack(context, name, entries);
}

async function comesBack(context: CaseContext, name: string, entries: GivenEntries): Promise<void> {
  const reader = await context.manager();
  const { content } = await succeeds(reader.getSecret(name), "reading a large secret");
  // Not deepEqual, whose message would be as long as the secret.
  const equal = Object.entries(entries).every(([key, value]) => content[key] === value);
  assert.ok(
    equal && Object.keys(content).length === Object.keys(entries).length,
    "what came back is not the same",
  );
}

async function refuses(context: CaseContext, hint: string, entries: GivenEntries): Promise<void> {
  const control = new StepControl();
  const manager = await context.manager({}, { interceptStep: control.intercept });
  const name = context.name(hint);
  const registration = manager.registerSecret(secretOf(name, entries));
  await failsWith(registration, "LIMIT_EXCEEDED", "registering beyond a limit", {
    outcome: "not_applied",
  });
  assert.equal(control.steps.length, 0, "steps that were made");
  await context.settle();
  if (name.length <= context.capabilities.limits.names)
    await isAbsent(manager, name, "reading what was refused");
}

/** Whether a manager refuses a secret as too large before it asks the backend; else it has to store it. */
async function isRefused(
  context: CaseContext,
  hint: string,
  entries: GivenEntries,
): Promise<boolean> {
  const control = new StepControl();
  const manager = await context.manager({}, { interceptStep: control.intercept });
  const secret = secretOf(context.name(hint), entries);
  try {
    await manager.registerSecret(secret);
  } catch (error) {
    if (KeykistError.is(error, "LIMIT_EXCEEDED") && control.steps.length === 0) return true;
    const code = KeykistError.is(error) ? error.code : "no KeykistError";
    assert.fail(
      `a secret that was not refused at once: ${code}, after ${control.steps.length} steps`,
    );
  }
  await context.settle();
  await comesBack(context, secret.name, entries);
  return false;
}

async function keepsStored(
  context: CaseContext,
  write: (manager: SecretsManager, name: string, large: GivenEntries) => Promise<unknown>,
): Promise<void> {
  const manager = await context.manager();
  const name = await givenSecret(context, manager, "db", { password: "tulip" });
  const large = { v: "x".repeat(context.capabilities.limits.valueBytes + 1) };
  await failsWith(write(manager, name, large), "LIMIT_EXCEEDED", "writing beyond a limit", {
    outcome: "not_applied",
  });
  await context.settle();
  await holds(manager, name, { password: "tulip" }, "the stored secret");
}

/** The bytes that fit into one secret under all limits. */
function bytesThatFit({ capabilities }: CaseContext): number {
  const { secretBytes, keys, valueBytes } = capabilities.limits;
  return Math.min(secretBytes, keys * valueBytes);
}

/** Entries of so many bytes of values, none of them above the limit of one value. */
function entriesOf({ capabilities }: CaseContext, bytes: number, character = "x"): GivenEntries {
  const { valueBytes } = capabilities.limits;
  const entries: Record<string, string> = {};
  for (let rest = bytes; rest > 0; rest -= valueBytes) {
    entries[`k${Object.keys(entries).length}`] = character.repeat(Math.min(rest, valueBytes));
  }
  return entries;
}

/** As many entries as fit into so many bytes of keys and values, none of them above the limit of one value. */
function entriesWithin({ capabilities }: CaseContext, bytes: number): GivenEntries {
  const { valueBytes, keys } = capabilities.limits;
  const entries: Record<string, string> = {};
  let rest = bytes;
  for (let number = 0; number < keys; number += 1) {
    const key = `k${number}`;
    const length = Math.min(rest - key.length, valueBytes);
    if (length < 1) break;
    entries[key] = "x".repeat(length);
    rest -= key.length + length;
  }
  return entries;
}

function emptyEntries(keys: number): GivenEntries {
  return Object.fromEntries(Array.from({ length: keys }, (_, number) => [`k${number}`, ""]));
}

/** A hint that makes a name of so many characters. */
function hintOfLength(context: CaseContext, characters: number): string {
  return "n".repeat(Math.max(1, characters - context.name("").length));
}
