import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { commandProblems, type StartUp } from "./flavors/start-up.ts";
import { makeStore, storeFile, succeed } from "./kist.ts";
import { makePlace, type Place } from "./place.ts";

interface Row extends Omit<StartUp, "config" | "environment"> {
  /** What goes wrong with a store that is there. */
  readonly spoil?: (store: string, place: Place) => Promise<unknown>;
  readonly environment?: Readonly<Record<string, string>>;
}

const KEY = Buffer.alloc(32, 7).toString("base64");
const malformed = { exitCode: 6, code: "INVALID_CONFIG" } as const;
const refused = { exitCode: 7, code: "UNAUTHENTICATED" } as const;

const rows: Readonly<Record<string, Row>> = {
  "a key file that is missing": {
    ...refused,
    spoil: (store) => rm(`${store}.key`),
    says: /secrets\.db\.key/,
    next: /put it back from a copy|KEYKIST_KEY/,
  },
  "a key file that holds no key": {
    ...malformed,
    spoil: (store) => writeFile(`${store}.key`, "hunter2"),
    says: /secrets\.db\.key/,
    next: /./,
  },
  "a key that is none": {
    ...malformed,
    environment: { KEYKIST_KEY: "hunter2" },
    says: /KEYKIST_KEY/,
    next: /KEYKIST_KEY|base64/,
  },
  "a key that is blank": {
    ...malformed,
    environment: { KEYKIST_KEY: "" },
    says: /KEYKIST_KEY/,
    next: /KEYKIST_KEY|base64/,
  },
  "the key of another store": {
    ...refused,
    environment: { KEYKIST_KEY: KEY },
    says: /KEYKIST_KEY|key file/,
    next: /key/,
  },
  "a passphrase that is wrong": {
    ...refused,
    spoil: async (_store, place) => {
      await place.write("phrase", "right");
      await succeed(place, ["key", "rekey", "--to", "passphrase", "--value", "@phrase"]);
    },
    environment: { KEYKIST_PASSPHRASE: "hunter2" },
    says: /passphrase/i,
    next: /./,
  },
  "a store that is none": {
    exitCode: 1,
    code: "CORRUPT",
    spoil: (store) => writeFile(store, "hunter2".repeat(1000)),
    says: /secrets\.db|store/,
    next: /copy/,
  },
};

describe("kist, with a local manager and", { timeout: 60_000 }, () => {
  test.each(Object.entries(rows))("%s", async (_what, row) => {
    const { spoil, environment = {}, ...expected } = row;
    const place = await makePlace();
    await makeStore(place, { db: { k: "v" } });
    await spoil?.(storeFile(place), place);
    const spoilt = { ...place, environment: { ...place.environment, ...environment } };
    expect(await commandProblems(spoilt, expected)).toEqual([]);
  });

  // Nothing keeps root out.
  test.skipIf(process.getuid?.() === 0)("a folder that may not be entered", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { k: "v" } });
    const folder = path.dirname(storeFile(place));
    await chmod(folder, 0);
    try {
      const expected = { exitCode: 7, code: "PERMISSION_DENIED", says: /denied/, next: /./ };
      expect(await commandProblems(place, expected)).toEqual([]);
    } finally {
      await chmod(folder, 0o700);
    }
  });

  test("a folder in the place of the store", async () => {
    const place = await makePlace();
    await mkdir(storeFile(place), { recursive: true, mode: 0o700 });
    const expected = { exitCode: 6, code: "INVALID_CONFIG", says: /secrets\.db/, next: /./ };
    expect(await commandProblems(place, expected)).toEqual([]);
  });
});
