import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { arbitrarySchema } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { containing } from "../containing.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { KEY, makeStore, open, type Options, secret, type Source } from "./made-store.ts";

const OTHER_KEY = Buffer.alloc(32, 2).toString("base64");
const absent = "secrets.db.key";

/** Which source a store is made with, what it is opened with, and what is said. */
const mismatches: readonly {
  readonly made: string;
  readonly opened: string;
  readonly by: Source;
  readonly options?: Options;
  readonly with: Source;
  readonly environment?: Readonly<Record<string, string>>;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}[] = [
  {
    made: "a key",
    opened: "another key",
    by: { key: KEY },
    with: { key: OTHER_KEY },
    code: "UNAUTHENTICATED",
    message: "the option key does not open the store",
    hint: "the store was made with another key: set the one that belongs to it",
  },
  {
    made: "a key",
    opened: "another KEYKIST_KEY",
    by: { key: KEY },
    with: {},
    environment: { KEYKIST_KEY: OTHER_KEY },
    code: "UNAUTHENTICATED",
    message: "KEYKIST_KEY does not open the store",
    hint: "made with another key",
  },
  {
    made: "a key",
    opened: "nothing",
    by: { key: KEY },
    with: {},
    code: "UNAUTHENTICATED",
    message: "no key is set for the store",
    hint: "a key of its own: set KEYKIST_KEY",
  },
  {
    made: "a key",
    opened: "a passphrase",
    by: { key: KEY },
    with: { passphrase: "tulip" },
    code: "UNAUTHENTICATED",
    message: "the option passphrase does not open the store",
    hint: "a key of its own",
  },
  {
    made: "a passphrase",
    opened: "another passphrase",
    by: { passphrase: "tulip" },
    with: {},
    environment: { KEYKIST_PASSPHRASE: "rose" },
    code: "UNAUTHENTICATED",
    message: "KEYKIST_PASSPHRASE does not open the store",
    hint: "made with another passphrase: correct it",
  },
  {
    made: "a passphrase",
    opened: "nothing",
    by: { passphrase: "tulip" },
    with: {},
    code: "UNAUTHENTICATED",
    message: "no key is set for the store",
    hint: "made with a passphrase: set KEYKIST_PASSPHRASE",
  },
  {
    made: "a key file",
    opened: "a key",
    by: {},
    with: { key: KEY },
    code: "UNAUTHENTICATED",
    message: "the option key does not open the store",
    hint: `made with a key file:`,
  },
  {
    made: "a key file",
    opened: "a passphrase",
    by: {},
    with: { passphrase: "tulip" },
    code: "UNAUTHENTICATED",
    message: "the option passphrase does not open the store",
    hint: absent,
  },
  ...[
    { value: "", message: "KEYKIST_KEY is set, but empty" },
    { value: "   ", message: "KEYKIST_KEY is set, but empty" },
    { value: KEY.slice(1), message: "KEYKIST_KEY is no key" },
    { value: `${KEY}${KEY}`, message: "KEYKIST_KEY is no key" },
    { value: "not base64!", message: "KEYKIST_KEY is no key" },
    { value: Buffer.alloc(32, 255).toString("base64url"), message: "KEYKIST_KEY is no key" },
    { value: Buffer.alloc(16).toString("base64"), message: "KEYKIST_KEY is no key" },
  ].map(({ value, message }) => ({
    made: "a key file",
    opened: `KEYKIST_KEY=${JSON.stringify(value)}`,
    by: {},
    with: {},
    environment: { KEYKIST_KEY: value },
    code: "INVALID_CONFIG",
    message,
    hint: "a key is 32 bytes as base64",
  })),
  {
    made: "a passphrase",
    opened: 'KEYKIST_PASSPHRASE=""',
    by: { passphrase: "tulip" },
    with: {},
    environment: { KEYKIST_PASSPHRASE: "" },
    code: "INVALID_CONFIG",
    message: "KEYKIST_PASSPHRASE is set, but empty",
    hint: "set a passphrase, or unset it",
  },
];

describe("a store is not opened, nor touched, nor given a new key", () => {
  it.each(mismatches)(
    "made with $made, opened with $opened",
    async (mismatch) => {
      await using folder = await StoreFolder.make();
      const { file } = folder;
      const look = await makeStore(file, mismatch.by);
      const before = await look();
      await using manager = open(file, mismatch.with, { environment: mismatch.environment ?? {} });
      const expected = {
        code: mismatch.code,
        message: containing(mismatch.message),
        hint: containing(mismatch.hint),
      };
      await expect(manager.getSecret("db")).rejects.toMatchObject(expected);
      await expect(manager.updateSecret(secret)).rejects.toMatchObject({
        ...expected,
        outcome: "not_applied",
      });
      await expect(
        manager.registerSecret(arbitrarySchema.create("other", {})),
      ).rejects.toMatchObject(expected);
      expect(await look()).toEqual(before);
    },
    20_000,
  );

  it("whose key file is lost", async () => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    const look = await makeStore(file);
    await rm(`${file}.key`);
    const before = await look();
    await using manager = open(file);
    await expect(manager.getSecret("db")).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: containing(`the key file ${file}.key is missing`),
      hint: containing(
        "put it back from a copy, or set KEYKIST_KEY to what `kist key export` writes",
      ),
    });
    expect(await look()).toEqual(before);
  });

  it.each([
    ["empty", ""],
    ["cut", KEY.slice(0, 20)],
    ["of another program", "-----BEGIN PRIVATE KEY-----\n"],
  ])("whose key file is %s", async (_what, content) => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    const look = await makeStore(file);
    await writeFile(`${file}.key`, content);
    const before = await look();
    await using manager = open(file);
    await expect(manager.getSecret("db")).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      message: containing(`the key file ${file}.key is`),
      hint: containing("put the key file back from a copy"),
    });
    expect(await look()).toEqual(before);
    expect(await readFile(`${file}.key`, "utf8")).toBe(content);
  });

  it("whose key file is that of another store", async () => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    const look = await makeStore(file);
    await writeFile(`${file}.key`, `${OTHER_KEY}\n`);
    const before = await look();
    await using manager = open(file);
    await expect(manager.getSecret("db")).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: containing(`${file}.key does not open the store`),
    });
    expect(await look()).toEqual(before);
  });
});

function askNobody(): Promise<string> {
  return Promise.reject(new Error("nobody is there"));
}

describe("a store is opened", () => {
  it.each([
    ["the option key by KEYKIST_KEY", { key: KEY }, {}, { KEYKIST_KEY: KEY }],
    ["KEYKIST_KEY with white space around it", { key: KEY }, {}, { KEYKIST_KEY: ` ${KEY}\n` }],
    ["the option before the environment", { key: KEY }, { key: KEY }, { KEYKIST_KEY: OTHER_KEY }],
    ["KEYKIST_PASSPHRASE", { passphrase: "tulip" }, {}, { KEYKIST_PASSPHRASE: "tulip" }],
  ] as const)(
    "%s",
    async (_what, by, source, environment) => {
      await using folder = await StoreFolder.make();
      await makeStore(folder.file, by);
      await using manager = open(folder.file, source, { environment });
      expect((await manager.getSecret("db")).name).toBe("db");
    },
    20_000,
  );

  it("by a key that was moved from the key file to the environment", async () => {
    await using folder = await StoreFolder.make();
    await makeStore(folder.file);
    const key = (await readFile(`${folder.file}.key`, "utf8")).trim();
    await rm(`${folder.file}.key`);
    await using manager = open(folder.file, {}, { environment: { KEYKIST_KEY: key } });
    expect((await manager.getSecret("db")).name).toBe("db");
  });

  it("by a key file elsewhere, whose folder is made", async () => {
    await using folder = await StoreFolder.make();
    const keyFile = path.join(folder.folder, "keys", "deep", "store.key");
    await makeStore(folder.file, { keyFile });
    expect((await readdir(folder.folder)).toSorted()).toEqual(["keys", "secrets.db"]);
    expect((await stat(path.dirname(keyFile))).mode & 0o777).toBe(0o700);
    await using manager = open(folder.file, { keyFile });
    expect((await manager.getSecret("db")).name).toBe("db");
  });

  it("by a person who is asked for the passphrase, once", async () => {
    await using folder = await StoreFolder.make();
    await makeStore(folder.file, { passphrase: "tulip" });
    let asked = 0;
    const askPassphrase = (): Promise<string> => {
      asked += 1;
      return Promise.resolve("tulip");
    };
    await using manager = open(folder.file, {}, { askPassphrase });
    await Promise.all([manager.getSecret("db"), manager.getSecret("db")]);
    await manager.getSecret("db");
    expect(asked).toBe(1);
  }, 20_000);

  it("and nobody is asked where a key opens it, or where there is no store yet", async () => {
    await using folder = await StoreFolder.make();
    await makeStore(folder.file, {}, { askPassphrase: askNobody });
    await using manager = open(folder.file, {}, { askPassphrase: askNobody });
    expect((await manager.getSecret("db")).name).toBe("db");
  });
});

describe("a person who is asked for the passphrase", () => {
  it.each([
    [
      "and gives another",
      () => Promise.resolve("rose"),
      "UNAUTHENTICATED",
      "does not open the store",
    ],
    ["and gives none", () => Promise.resolve(""), "INVALID_CONFIG", "is set, but empty"],
  ])(
    "%s, is told so",
    async (_what, askPassphrase, code, message) => {
      await using folder = await StoreFolder.make();
      await makeStore(folder.file, { passphrase: "tulip" });
      await using manager = open(folder.file, {}, { askPassphrase });
      await expect(manager.getSecret("db")).rejects.toMatchObject({
        code,
        message: containing(message),
      });
    },
    20_000,
  );
});
