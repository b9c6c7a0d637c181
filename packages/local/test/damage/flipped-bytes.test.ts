import { arbitrarySchema, KeykistError } from "@keykist/core";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { inspect } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { LocalSecretsManager, verifyStore } from "../../src/index.ts";
import { EVERYTHING, FULL_RUN } from "../processes/full-run.ts";
import { seededRandom, seedOfRun } from "../processes/seeded-random.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { TEST_KEY } from "../test-key.ts";
import { judge } from "./judge.ts";
import { answersOf, makeSmallStore, revisionsIn, type SmallStore } from "./small-store.ts";
import { containing } from "../containing.ts";

/** Every so many bytes are flipped, another part of each byte by turns; prime, so that no column is left out. */
const STRIDE = EVERYTHING ? 1 : FULL_RUN ? 11 : 97;
const seed = seedOfRun();

/** Places of the head of an SQLite file (https://www.sqlite.org/fileformat.html#the_database_header). */
const USER_VERSION = { from: 60, to: 64 } as const;
const APPLICATION_ID = { from: 68, to: 72 } as const;

/** Codes beside `CORRUPT` that are honest for a byte of the head. */
function codesOfHead(place: number): readonly string[] {
  if (place >= USER_VERSION.from && place < USER_VERSION.to) return ["UNSUPPORTED"];
  if (place >= APPLICATION_ID.from && place < APPLICATION_ID.to) return ["INVALID_CONFIG"];
  return [];
}

let store: SmallStore;

beforeAll(async () => {
  store = await makeSmallStore();
});

describe(`bytes of a store are flipped, every ${STRIDE} (KEYKIST_TEST_FULL=1: each; KEYKIST_TEST_SEED=${seed})`, () => {
  it("each read is right or says what is the matter, and changes nothing", async () => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    const random = seededRandom(seed);
    const revisions = revisionsIn(store);
    const totals = new Map<string, number>();
    const unseen: number[] = [];
    const start = Math.floor(random() * STRIDE);
    for (let place = start; place < store.bytes.length; place += STRIDE) {
      const bytes = Buffer.from(store.bytes);
      bytes[place] = (bytes[place] ?? 0) ^ (1 + Math.floor(random() * 255));
      await writeFile(file, bytes, { mode: 0o600 });
      const verdict = judge(store, await answersOf(file, revisions), codesOfHead(place));
      expect(verdict.wrong, `the byte at ${place}`).toEqual([]);
      expect((await readFile(file)).equals(bytes), `reading changed the file (${place})`).toBe(
        true,
      );
      expect(await readdir(folder.folder)).toEqual(["secrets.db"]);
      if (verdict.missing && (await looksSound(file))) unseen.push(place);
      for (const [answer, count] of verdict.counts) {
        totals.set(answer, (totals.get(answer) ?? 0) + count);
      }
    }
    process.stdout.write(`${store.bytes.length} bytes, by ${STRIDE}: ${inspect(totals)}\n`);
    expect(unseen, "missing, and not seen by verifyStore").toEqual([]);
    expect(totals.get("right") ?? 0).toBeGreaterThan(0);
    expect(totals.get("CORRUPT") ?? 0).toBeGreaterThan(0);
  }, 900_000);
});

function codeOf(error: unknown): string {
  return KeykistError.is(error) ? error.code : "no KeykistError";
}

async function looksSound(file: string): Promise<boolean> {
  try {
    return (await verifyStore({ file, key: TEST_KEY }, { environment: {} })).sound;
  } catch {
    return false;
  }
}

/** Every page's end, and sizes that are none's. */
function sizes(length: number): readonly number[] {
  const pages = Array.from({ length: length / 4096 }, (_, page) => page * 4096);
  return [...pages, 1, 15, 16, 99, 100, 511, 512, 4095, 4097, 8191, length - 1, length - 512];
}

describe("the file of a store is cut", () => {
  it("at every page and at odd sizes: each read is right or says what is the matter", async () => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    for (const size of sizes(store.bytes.length)) {
      const bytes = store.bytes.subarray(0, size);
      await writeFile(file, bytes, { mode: 0o600 });
      const verdict = judge(store, await answersOf(file, revisionsIn(store)));
      expect(verdict.wrong, `cut to ${size}`).toEqual([]);
      expect(verdict.missing && (await looksSound(file)), `cut to ${size}`).toBe(false);
      expect((await readFile(file)).equals(bytes), `reading changed the file (${size})`).toBe(true);
      expect(await readdir(folder.folder)).toEqual(["secrets.db"]);
    }
  }, 60_000);

  it("to nothing: it is not taken for a new store", async () => {
    await using folder = await StoreFolder.make();
    await writeFile(folder.file, "", { mode: 0o600 });
    await using manager = folder.manager();
    await expect(manager.getAllSecretKeys()).rejects.toMatchObject({
      code: "CORRUPT",
      message: containing("is empty"),
      hint: containing("restore the store from a copy"),
    });
    expect((await readFile(folder.file)).length).toBe(0);
  });
});

describe("bytes of a key file are flipped", () => {
  it("the store opens with the same key, or the file is no key, or another", async () => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    const keyFile = path.join(folder.folder, "copy.key");
    const key = Buffer.from(`${TEST_KEY}\n`);
    await writeFile(keyFile, key, { mode: 0o600 });
    await writeFile(file, store.bytes, { mode: 0o600 });
    const seen = new Set<string>();
    for (let place = 0; place < key.length; place += 1) {
      const bytes = Buffer.from(key);
      // By turns: another letter, the other case, no letter, the line's end.
      bytes[place] = (bytes[place] ?? 0) ^ ([0x01, 0x20, 0x80, 0x03][place % 4] ?? 1);
      await writeFile(keyFile, bytes);
      await using manager = new LocalSecretsManager({ file, keyFile }, { environment: {} });
      const read = manager.getSecret("db", arbitrarySchema);
      seen.add(await read.then(({ content }) => content["password"] ?? "", codeOf));
      expect((await readFile(keyFile)).equals(bytes)).toBe(true);
    }
    expect([...seen].toSorted()).toEqual(["INVALID_CONFIG", "UNAUTHENTICATED", "third of db"]);
    expect((await readFile(file)).equals(store.bytes)).toBe(true);
  }, 30_000);
});

describe("a file that is set back to an older copy", () => {
  it("reads as it was then: nothing in it tells, and SECURITY says so", async () => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    await writeFile(file, store.bytes, { mode: 0o600 });
    await copyFile(file, `${file}.old`);
    await using manager = folder.manager();
    await manager.deleteSecret("db");
    await manager.close();
    await copyFile(`${file}.old`, file);
    const { wrong, counts } = judge(store, await answersOf(file, revisionsIn(store)));
    expect(wrong).toEqual([]);
    expect([...counts.keys()]).toEqual(["right"]);
    expect(await looksSound(file)).toBe(true);
  });
});
