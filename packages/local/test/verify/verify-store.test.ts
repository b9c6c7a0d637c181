import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { arbitrarySchema } from "@keykist/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportKey, keySource, LocalSecretsManager, verifyStore } from "../../src/index.ts";

const KEY = Buffer.alloc(32, 3).toString("base64");
const quiet = { environment: {} };
let folder = "";
let file = "";

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "keykist-verify-"));
  file = path.join(folder, "secrets.db");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function givenStore(): Promise<void> {
  await using manager = new LocalSecretsManager({ file, key: KEY }, quiet);
  for (const name of ["a", "b", "c"]) {
    await manager.registerSecret(arbitrarySchema.create(name, { password: `tulip ${name}` }));
    await manager.updateSecret(arbitrarySchema.create(name, { password: `aster ${name}` }));
  }
}

const nobody = (): Promise<string> => Promise.reject(new Error("somebody was asked"));

function tamper(sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

describe("verifyStore", () => {
  it("finds a store sound, counts its states, and changes nothing", async () => {
    await givenStore();
    const before = await readFile(file);
    expect(await verifyStore({ file, key: KEY }, quiet)).toEqual({
      file,
      sound: true,
      states: { current: 3, earlier: 3 },
      damagedStates: 0,
      damaged: [],
      digest: "matches",
      structure: [],
    });
    expect(await readFile(file)).toEqual(before);
  });

  const damages: readonly (readonly [title: string, sql: string, found: object])[] = [
    [
      "a state that is missing",
      "DELETE FROM secret WHERE path = 'b'",
      { digest: "differs", damaged: ["b"] },
    ],
    [
      "an earlier state that is missing",
      "DELETE FROM earlier WHERE path = 'b'",
      { digest: "differs", damaged: [] },
    ],
    ["a changed type", "UPDATE secret SET type = 'aws' WHERE path = 'b'", { damaged: ["b"] }],
    ["a changed time", "UPDATE secret SET updated_at = 1 WHERE path = 'b'", { damaged: ["b"] }],
    ["a changed number", "UPDATE secret SET number = 9 WHERE path = 'b'", { damaged: ["b"] }],
    [
      "a path that was given to another",
      "UPDATE secret SET path = 'd' WHERE path = 'b'",
      { damaged: ["b", "d"] },
    ],
    [
      "sealed bytes that were changed",
      "UPDATE earlier SET sealed = zeroblob(60) WHERE path = 'c'",
      { damaged: ["c"], digest: "matches" },
    ],
    [
      "rows that were exchanged",
      "UPDATE secret SET sealed = (SELECT sealed FROM secret WHERE path = 'a') WHERE path = 'b'",
      { damaged: ["b"] },
    ],
    [
      "a digest that was changed",
      "UPDATE store SET digest = zeroblob(60)",
      { digest: "damaged", damaged: [] },
    ],
  ];
  for (const [title, sql, found] of damages) {
    it(`finds ${title}`, async () => {
      await givenStore();
      tamper(sql);
      const report = await verifyStore({ file, key: KEY }, quiet);
      expect(report).toMatchObject({ sound: false, ...found });
    });
  }

  it("is of one state of the store while others write", async () => {
    await givenStore();
    await using writer = new LocalSecretsManager({ file, key: KEY }, quiet);
    const done = { verifying: false };
    const writing = (async () => {
      for (let round = 0; !done.verifying; round += 1) {
        await writer.updateSecret(arbitrarySchema.create("a", { password: `${round}` }));
        await turn();
      }
    })();
    try {
      for (let round = 0; round < 20; round += 1) {
        expect(await verifyStore({ file, key: KEY }, quiet)).toMatchObject({ sound: true });
      }
    } finally {
      done.verifying = true;
    }
    await writing;
  }, 20_000);

  it("says that a store is not there, or not opened by the key, and makes nothing", async () => {
    await expect(verifyStore({ file, key: KEY }, quiet)).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      operation: "verifyStore",
      outcome: undefined,
    });
    await givenStore();
    const other = Buffer.alloc(32).toString("base64");
    await expect(verifyStore({ file, key: other }, quiet)).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      hint: "the store was made with another key: set the one that belongs to it; without it nobody can read the store",
    });
  });

  it("is aborted", async () => {
    await givenStore();
    const signal = AbortSignal.abort();
    await expect(verifyStore({ file, key: KEY }, { ...quiet, signal })).rejects.toMatchObject({
      code: "ABORTED",
    });
  });
});

describe("keySource", () => {
  it("says what would be used for a store that is not there yet", async () => {
    const from = `${file}.key`;
    const nothing = { file, expected: undefined, opens: undefined };
    expect(await keySource({ file }, quiet)).toEqual({ ...nothing, kind: "key-file", from });
    expect(await keySource({ file }, { environment: { KEYKIST_KEY: KEY } })).toEqual({
      ...nothing,
      kind: "key",
      from: "KEYKIST_KEY",
    });
  });

  it("says what is expected, what is set, and whether it opens the store; never the key", async () => {
    await givenStore();
    const set = { file, expected: "key", kind: "key", from: "the option key" };
    expect(await keySource({ file, key: KEY }, quiet)).toEqual({ ...set, opens: true });
    const other = Buffer.alloc(32).toString("base64");
    expect(await keySource({ file, key: other }, quiet)).toEqual({ ...set, opens: false });
    expect(await keySource({ file }, quiet)).toMatchObject({ kind: "key-file", opens: false });
  });

  it("asks nobody for a passphrase", async () => {
    await using manager = new LocalSecretsManager({ file, passphrase: "correct horse" }, quiet);
    await manager.registerSecret(arbitrarySchema.create("a", { password: "tulip" }));
    expect(await keySource({ file }, { ...quiet, askPassphrase: nobody })).toEqual({
      file,
      expected: "passphrase",
      kind: "passphrase",
      from: "the passphrase",
      opens: undefined,
    });
  });
});

describe("exportKey", () => {
  it("answers the key of a key and of a key file, which opens the store as KEYKIST_KEY", async () => {
    await givenStore();
    expect(await exportKey({ file, key: KEY }, quiet)).toBe(KEY);

    const second = path.join(folder, "second.db");
    const silent = { ...quiet, announce: (): void => undefined };
    await using manager = new LocalSecretsManager({ file: second }, silent);
    await manager.registerSecret(arbitrarySchema.create("a", { password: "tulip" }));
    const exported = await exportKey({ file: second }, quiet);
    const environment = { KEYKIST_KEY: exported };
    await using other = new LocalSecretsManager({ file: second }, { environment });
    expect((await other.getSecret("a")).content).toEqual({ password: "tulip" });
  });

  it("is UNSUPPORTED for a passphrase", async () => {
    const config = { file, passphrase: "correct horse" };
    await using manager = new LocalSecretsManager(config, quiet);
    await manager.registerSecret(arbitrarySchema.create("a", { password: "tulip" }));
    await expect(exportKey(config, quiet)).rejects.toMatchObject({ code: "UNSUPPORTED" });
  });
});
