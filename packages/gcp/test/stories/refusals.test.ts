import type { SecretsManager } from "@keykist/core";
import { KeykistError } from "@keykist/core";
import { GcpError } from "@keykist/emulators/gcp";
import { describe, expect, it } from "vitest";
import { keyId } from "../../src/names.ts";
import type { ByHand } from "../by-hand.ts";
import { entriesOf, project, secretOf } from "./project.ts";

type Entries = Readonly<Record<string, string>>;

/** An operation that is refused somewhere in its middle. */
interface Refused {
  readonly title: string;
  /** What is there before it. */
  readonly given: (manager: SecretsManager, person: ByHand) => Promise<void>;
  readonly run: (manager: SecretsManager) => Promise<unknown>;
  /** The states before and after, as keykist reads them; `undefined` for no secret. */
  readonly before: Entries | undefined;
  readonly after: Entries | undefined;
  /** What programs without keykist may read beside these two: of a key that was removed, its value until it is collected. */
  readonly lingering?: Entries;
}

const OLD = { user: "app", password: "tulip" };
const NEW = { user: "app", password: "dahlia", host: "db" };
const KEYS = ["user", "password", "host"];

const registered = async (manager: SecretsManager): Promise<void> => {
  await manager.registerSecret(secretOf("db", OLD));
};

/** The revision to go back to. */
let earlier = "";

const operations: readonly Refused[] = [
  {
    title: "register",
    given: async () => undefined,
    run: (manager) => manager.registerSecret(secretOf("db", NEW)),
    before: undefined,
    after: NEW,
  },
  {
    title: "register over a deleted secret",
    given: async (manager) => {
      await registered(manager);
      await manager.deleteSecret("db");
    },
    run: (manager) => manager.registerSecret(secretOf("db", NEW)),
    before: undefined,
    after: NEW,
  },
  {
    title: "update",
    given: registered,
    run: (manager) => manager.updateSecret(secretOf("db", NEW)),
    before: OLD,
    after: NEW,
  },
  {
    title: "update that removes a key",
    given: registered,
    run: (manager) => manager.updateSecret(secretOf("db", { password: "dahlia" })),
    before: OLD,
    after: { password: "dahlia" },
    lingering: { user: "app" },
  },
  {
    title: "modify",
    given: registered,
    run: (manager) => manager.modifySecret("db", (content) => ({ ...content, ...NEW })),
    before: OLD,
    after: NEW,
  },
  {
    title: "roll back",
    given: async (manager) => {
      earlier = await manager.registerSecret(secretOf("db", OLD));
      await manager.updateSecret(secretOf("db", NEW));
    },
    run: (manager) => manager.rollbackSecret("db", earlier),
    before: NEW,
    after: OLD,
    lingering: { host: "db" },
  },
  {
    title: "delete",
    given: registered,
    run: (manager) => manager.deleteSecret("db"),
    before: OLD,
    after: undefined,
  },
  {
    title: "adopt what something else made",
    given: async (_manager, person) => {
      await person.create("db");
      await person.add("db", JSON.stringify(OLD));
    },
    run: (manager) => manager.adoptSecret("db", "arbitrary"),
    before: OLD,
    after: OLD,
  },
  {
    title: "adopt what a person added",
    given: async (manager, person) => {
      await registered(manager);
      await person.add("db--password", "rose");
    },
    run: (manager) => manager.adoptSecret("db", "arbitrary"),
    before: OLD,
    after: { ...OLD, password: "rose" },
    lingering: { password: "rose" },
  },
];

async function stateOf(manager: SecretsManager): Promise<Entries | undefined> {
  try {
    return await entriesOf(manager, "db");
  } catch (error) {
    if (KeykistError.is(error, "SECRET_NOT_FOUND")) return undefined;
    throw error;
  }
}

/** What programs without keykist read of each key. */
async function nativeOf(person: ByHand): Promise<Entries> {
  const read = await Promise.all(
    KEYS.map(async (key) => [key, await latestOf(person, keyId("db", key))] as const),
  );
  return Object.fromEntries(
    read.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** The latest version; nothing also where it is destroyed. */
async function latestOf(person: ByHand, id: string): Promise<string | undefined> {
  try {
    return await person.access(id);
  } catch (error) {
    if (String(error).includes("is in DESTROYED state")) return undefined;
    throw error;
  }
}

/** One run: call number `nth` of the operation is refused, and then that call for good or this once. */
async function refused({ given, run }: Refused, nth: number, forGood: boolean) {
  const { emulator, person, manager: open } = project();
  await given(open("before"), person);
  let calls = 0;
  let name: string | undefined;
  emulator.faults = (call) => {
    if (call.client !== "refused") return undefined;
    calls += 1;
    if (calls === nth) name = call.name;
    const isRefused = calls === nth || (forGood && call.name === name);
    return isRefused
      ? { kind: "refuse", error: new GcpError("PERMISSION_DENIED", "no") }
      : undefined;
  };
  const manager = open("refused");
  const error: unknown = await run(manager).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  await manager.close();
  return { person, open, name, error };
}

describe.each(operations)("$title", (operation) => {
  const { before, after, lingering = {}, run } = operation;

  it.each([
    ["for good", true],
    ["once", false],
  ])(
    "refused %s at any call leaves the secret whole, and can be finished",
    async (_what, forGood) => {
      for (let nth = 1; ; nth += 1) {
        const { person, open, name, error } = await refused(operation, nth, forGood);
        const seen = { nth, name };
        const state = await stateOf(open("reader"));
        if (error === undefined) expect({ ...seen, state }).toEqual({ ...seen, state: after });
        else {
          expect(error).toMatchObject({ code: "PERMISSION_DENIED" });
          const outcome: unknown = Reflect.get(Object(error), "outcome");
          const expected = outcome === "applied" ? after : before;
          expect({ ...seen, outcome, state }).toEqual({
            ...seen,
            outcome: expect.stringMatching(/^(?:not_applied|applied)$/u) as unknown,
            state: expected,
          });
        }
        const isToldOf = Reflect.get(Object(error), "outcome") === "applied";
        const native = await nativeOf(person);
        for (const [key, value] of Object.entries(native)) {
          const allowed = [state?.[key], lingering[key], isToldOf ? before?.[key] : undefined];
          expect({ ...seen, key, allowed }).toMatchObject({
            allowed: expect.arrayContaining([value]) as unknown,
          });
        }
        const finisher = open("finisher");
        await run(finisher).catch((thrown: unknown) => {
          const done = ["SECRET_EXISTS", "SECRET_NOT_FOUND"].includes(
            String(Reflect.get(Object(thrown), "code")),
          );
          if (!done) throw thrown;
        });
        await finisher.close();
        expect({ ...seen, state: await stateOf(open("reader")) }).toEqual({
          ...seen,
          state: after,
        });
        expect({ ...seen, native: await nativeOf(person) }).toEqual({
          ...seen,
          native: expect.objectContaining(after ?? {}) as unknown,
        });
        if (after === undefined)
          expect({ ...seen, native: await nativeOf(person) }).toEqual({ ...seen, native: {} });
        // The operation has fewer calls than that.
        if (name === undefined) return;
      }
    },
  );
});
