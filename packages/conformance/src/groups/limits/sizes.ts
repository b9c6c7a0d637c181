import assert from "node:assert/strict";
import { KeykistError, type SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { type GivenEntries, givenSecret, givenUpdate, revisionOf, secretOf } from "../../given.ts";

/** How many items, rows or parameters one call of a backend is known to take. */
const BATCHES = [10, 16, 20, 25, 50, 100, 500, 1000];
/** The share of a secret's bytes that is used, so that a flavor has room for the form that it stores. */
const ROOM = 0.7;
/** The most characters of a key. */
const LONGEST_KEY = 128;

/** Sizes within the limits at which backends begin to cut. */
export const sizesCases: readonly ConformanceCase[] = group("limits", {
  "keys-between": {
    title:
      "a secret of any number of keys is stored and read with all of them, if it is not refused with LIMIT_EXCEEDED",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      for (const count of countsOf(context)) {
        const first = entriesOf(count, "a");
        const name = await givenIfTaken(context, manager, `db-${count}`, first);
        if (name === undefined) continue;
        await comesBack(context, name, first, `${count} keys`);
        // None of the first keys stays.
        const second = entriesOf(count, "b");
        await givenUpdate(context, manager, name, second);
        await comesBack(context, name, second, `${count} other keys, after an update`);
      }
    },
  },
  "keys-long": {
    title:
      "a secret of many keys of the greatest length is stored and read whole, if it is not refused with LIMIT_EXCEEDED",
    requires: ["set up"],
    run: async (context) => {
      const { keys, secretBytes } = context.capabilities.limits;
      const count = Math.min(keys, Math.floor((secretBytes * ROOM) / LONGEST_KEY) - 1);
      const manager = await context.manager();
      const first = longEntries(count, "a");
      const name = await givenIfTaken(context, manager, "db", first);
      if (name === undefined) return;
      await comesBack(context, name, first, `${count} long keys`);
      const second = longEntries(count, "b");
      await givenUpdate(context, manager, name, second);
      await comesBack(context, name, second, `${count} other long keys, after an update`);
    },
  },
  "value-operations": {
    title:
      "the largest value of letters of several bytes is stored and read whole by each operation",
    requires: ["set up"],
    run: async (context) => {
      const { guardedUpdate, history, write } = context.capabilities;
      const manager = await context.manager();
      const first = { v: largest(context, "a") };
      const name = await givenSecret(context, manager, "db", first);
      await comesBack(context, name, first, "a registration");
      const revision = await revisionOf(manager, name);
      const second = { v: largest(context, "bc") };
      await givenUpdate(context, manager, name, second);
      await comesBack(context, name, second, "an update");
      if (!write) return;
      if (history !== "none") {
        const earlier = await succeeds(manager.getSecret(name, { revision }), "an earlier state");
        isSame(earlier.content, first, "an earlier state");
        await succeeds(manager.rollbackSecret(name, revision), "rolling back");
        await context.settle();
        await comesBack(context, name, first, "a rollback");
      }
      if (guardedUpdate === "none") return;
      const third = { v: largest(context, "def") };
      await succeeds(
        manager.modifySecret(name, () => third),
        "modifying",
      );
      await context.settle();
      await comesBack(context, name, third, "a change");
    },
  },
});

/** Numbers of keys around what one call takes, none of them round, as far as a secret has room for them. */
function countsOf({ capabilities }: CaseContext): readonly number[] {
  const { keys, secretBytes } = capabilities.limits;
  const most = Math.min(keys, Math.floor((secretBytes * ROOM) / 8));
  const counts = BATCHES.flatMap((batch) => [batch + 1, batch + Math.floor(batch / 2)]);
  return [...new Set([...counts, most - 1])].filter((count) => count > 0 && count <= most);
}

function entriesOf(count: number, letter: string): GivenEntries {
  return Object.fromEntries(
    Array.from({ length: count }, (_, number) => [`${letter}${number}`, letter]),
  );
}

/** Stores a secret, unless the manager says that it is too large. Returns its name. */
async function givenIfTaken(
  context: CaseContext,
  manager: SecretsManager,
  hint: string,
  entries: GivenEntries,
): Promise<string | undefined> {
  if (!context.capabilities.write) return givenSecret(context, manager, hint, entries);
  const name = context.name(hint);
  const [end] = await Promise.allSettled([manager.registerSecret(secretOf(name, entries))]);
  if (end.status === "rejected") {
    const isTooLarge = KeykistError.is(end.reason, "LIMIT_EXCEEDED");
    assert.ok(isTooLarge, "a secret within the limits was refused, and not as too large");
    return undefined;
  }
  await context.settle();
  return name;
}

/** Entries whose keys differ at their ends alone. */
function longEntries(count: number, letter: string): GivenEntries {
  return Object.fromEntries(
    Array.from({ length: count }, (_, number) => [
      `${letter}${String(number).padStart(LONGEST_KEY - 1, "0")}`,
      "v",
    ]),
  );
}

/** A value of as many bytes as fit. After a beginning of one to three bytes, wherever it is cut, a letter is cut. */
function largest({ capabilities }: CaseContext, beginning: string): string {
  const { valueBytes, secretBytes } = capabilities.limits;
  const bytes = Math.min(valueBytes, Math.floor(secretBytes * ROOM));
  const letters = Math.floor((bytes - beginning.length) / 4);
  const text = `${beginning}${"😀".repeat(letters)}`;
  return `${text}${"z".repeat(bytes - beginning.length - 4 * letters)}`;
}

async function comesBack(
  context: CaseContext,
  name: string,
  entries: GivenEntries,
  what: string,
): Promise<void> {
  const reader: SecretsManager = await context.manager();
  const single = await succeeds(reader.getSecret(name), `${what}: reading`);
  isSame(single.content, entries, `${what}: what was read`);
  const batch = (await succeeds(reader.getSecrets([name]), `${what}: a batch`)).get(name);
  assert.ok(batch !== undefined && !KeykistError.is(batch), `${what}: a batch has no secret`);
  isSame(batch.content, entries, `${what}: what a batch has`);
  const keys = Object.keys(entries).toSorted();
  const some = await succeeds(reader.getSecret(name, { keys }), `${what}: reading its keys`);
  isSame(some.content, entries, `${what}: what was read by its keys`);
  const described = await succeeds(reader.describeSecret(name), `${what}: describing`);
  assert.ok(
    described.keys.length === keys.length && described.keys.every((key, at) => key === keys[at]),
    `${what}: the keys in the description are others`,
  );
}

/** Not deepEqual, whose message would be as long as the secret. */
function isSame(
  content: Readonly<Record<string, string>>,
  entries: GivenEntries,
  what: string,
): void {
  const pairs = Object.entries(entries);
  const isEqual =
    Object.keys(content).length === pairs.length &&
    pairs.every(([key, value]) => content[key] === value);
  assert.ok(isEqual, `${what} is not the same`);
}
