import { arbitrarySchema } from "@keykist/core";
import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, it } from "vitest";
import {
  exportKey,
  type LocalConfig,
  LocalSecretsManager,
  type LocalSecretsManagerOptions,
} from "../../src/index.ts";
import { associatedData } from "../../src/sealing.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { containing } from "../containing.ts";

type Source = Partial<Pick<LocalConfig, "key" | "passphrase" | "keyFile">>;
type Options = Pick<LocalSecretsManagerOptions, "environment" | "askPassphrase" | "announce">;

const KEY = Buffer.alloc(32, 1).toString("base64");
const OTHER_KEY = Buffer.alloc(32, 2).toString("base64");
const secret = arbitrarySchema.create("db", { password: "…" });

function open(file: string, source: Source = {}, options: Options = {}): LocalSecretsManager {
  return new LocalSecretsManager({ file, ...source }, { environment: {}, announce, ...options });
}

function announce(): void {
  // Said elsewhere: what is announced has tests of its own below.
}

/** The bytes of a store that was made with the passphrase `tulip`: deriving its key takes a while. */
let tulipStore: Buffer;

beforeAll(async () => {
  await using folder = await StoreFolder.make();
  await using manager = open(folder.file, { passphrase: "tulip" });
  await manager.registerSecret(secret);
  tulipStore = await readFile(folder.file);
}, 20_000);

/** Makes a store with a secret, and answers how to see that nothing of it has changed. */
async function makeStore(
  file: string,
  source: Source = {},
  options: Options = {},
): Promise<() => Promise<unknown>> {
  if (source.passphrase === "tulip") {
    await writeFile(file, tulipStore, { mode: 0o600 });
  } else {
    await using manager = open(file, source, options);
    await manager.registerSecret(secret);
  }
  const folder = path.dirname(file);
  return async () => ({
    files: (await readdir(folder)).toSorted(),
    bytes: (await readFile(file)).toString("base64"),
    changed: (await stat(file, { bigint: true })).mtimeNs,
  });
}

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
    hint: "a key of its own: set KEYKIST_KEY, or the option key",
  },
  {
    made: "a key",
    opened: "another KEYKIST_KEY",
    by: { key: KEY },
    with: {},
    environment: { KEYKIST_KEY: OTHER_KEY },
    code: "UNAUTHENTICATED",
    message: "KEYKIST_KEY does not open the store",
    hint: "a key of its own: set KEYKIST_KEY",
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
    hint: "made with a passphrase: set KEYKIST_PASSPHRASE",
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

  it("whose key file is elsewhere, until its key is set", async () => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    await makeStore(file);
    const key = await exportKey({ file }, { environment: {} });
    await rm(`${file}.key`);
    await using manager = open(file, {}, { environment: { CI: "true", KEYKIST_KEY: key } });
    expect(await manager.getAllSecretKeys()).toEqual(["db"]);
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

describe("a new key file", () => {
  it("is announced once, with its path and without the key", async () => {
    await using folder = await StoreFolder.make();
    const said: string[] = [];
    const listen = (message: string): void => {
      said.push(message);
    };
    await makeStore(folder.file, {}, { announce: listen });
    await using manager = open(folder.file, {}, { announce: listen });
    await manager.getSecret("db");
    expect(said).toEqual([containing(`made the key file ${folder.file}.key`)]);
    expect(said.join("")).not.toContain((await readFile(`${folder.file}.key`, "utf8")).trim());
  });

  it.each([["true"], ["1"]])("is refused where CI=%s, and nothing is made", async (CI) => {
    await using folder = await StoreFolder.make();
    await using manager = open(folder.file, {}, { environment: { CI } });
    await expect(manager.registerSecret(secret)).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: containing("in CI no key file is made"),
      hint: containing("KEYKIST_KEY"),
      outcome: "not_applied",
    });
    expect(await readdir(folder.folder)).toEqual([]);
  });

  it.each([[""], ["false"]])("is made where CI=%s", async (CI) => {
    await using folder = await StoreFolder.make();
    await makeStore(folder.file, {}, { environment: { CI } });
    expect((await readdir(folder.folder)).toSorted()).toEqual(["secrets.db", "secrets.db.key"]);
  });

  it("is not made where CI is set and a key is given", async () => {
    await using folder = await StoreFolder.make();
    await makeStore(folder.file, {}, { environment: { CI: "true", KEYKIST_KEY: KEY } });
    expect(await readdir(folder.folder)).toEqual(["secrets.db"]);
  });

  it("that is there already is used for a new store, and not announced", async () => {
    await using folder = await StoreFolder.make();
    await writeFile(`${folder.file}.key`, `${KEY}\n`, { mode: 0o600 });
    const said: string[] = [];
    await makeStore(folder.file, {}, { announce: (message) => said.push(message) });
    expect(said).toEqual([]);
    await using manager = open(folder.file, { key: KEY });
    expect((await manager.getSecret("db")).name).toBe("db");
  });
});

/** Gives a store another header, as somebody can who has the file: its checksum needs no key. */
function forgeCosts(file: string, costs: Readonly<Record<"N" | "r" | "p", number>>): void {
  const { N, r, p } = costs;
  const database = new DatabaseSync(file);
  const read = database.prepare("SELECT json_extract(header, ?) AS field FROM store");
  const [format, id, source, salt, dataKey] = [
    "$.format",
    "$.id",
    "$.source",
    "$.costs.salt",
    "$.dataKey",
  ].map((place) => read.get(place)?.["field"]);
  const fields = ["keykist local 1 header", format, id, source, N, r, p, salt, dataKey];
  const check = createHash("sha256")
    .update(associatedData(fields.map(String)))
    .digest("base64");
  database
    .prepare(
      `UPDATE store SET header =
        json_set(header, '$.costs.N', ?, '$.costs.r', ?, '$.costs.p', ?, '$.check', ?)`,
    )
    .run(BigInt(N), BigInt(r), BigInt(p), check);
  database.close();
}

describe("a header whose costs are forged", () => {
  it.each([
    ["takes too much memory", { N: 2 ** 30, r: 8, p: 1 }, "CORRUPT"],
    ["takes too much time", { N: 2 ** 17, r: 8, p: 1000 }, "CORRUPT"],
    ["is more than scrypt can do", { N: 2 ** 17 + 1, r: 8, p: 1 }, "CORRUPT"],
    ["is cheap to try passphrases against", { N: 2, r: 1, p: 1 }, "UNAUTHENTICATED"],
  ])(
    "and %s, is refused at once",
    async (_what, costs, code) => {
      await using folder = await StoreFolder.make();
      await makeStore(folder.file, { passphrase: "tulip" });
      forgeCosts(folder.file, costs);
      const began = performance.now();
      await using manager = open(folder.file, { passphrase: "tulip" });
      await expect(manager.getSecret("db")).rejects.toMatchObject({ code });
      expect(performance.now() - began).toBeLessThan(200);
    },
    20_000,
  );
});
