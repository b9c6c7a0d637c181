import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { setImmediate as turn } from "node:timers/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { DatabaseSync } from "node:sqlite";
import { arbitrarySchema, KeykistError } from "@keykist/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LocalSecretsManager, type NewKey, rekey, type StoreConfig } from "../../src/index.ts";
import { verifyStore } from "../../src/index.ts";

const OLD_KEY = Buffer.alloc(32, 1).toString("base64");
const NEW_KEY = Buffer.alloc(32, 2).toString("base64");
const quiet = { environment: {}, announce: (): void => undefined };

let folder = "";
let file = "";

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "keykist-rekey-"));
  file = path.join(folder, "secrets.db");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const opened: LocalSecretsManager[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((manager) => manager.close()));
});

function managerOf(config: StoreConfig = {}, environment = {}): LocalSecretsManager {
  const made = new LocalSecretsManager({ file, ...config }, { ...quiet, environment });
  opened.push(made);
  return made;
}

/** A store with a secret of three states and one of one. */
async function givenStore(config: StoreConfig): Promise<LocalSecretsManager> {
  const made = managerOf(config);
  await made.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
  await made.updateSecret(arbitrarySchema.create("db", { password: "aster" }));
  await made.updateSecret(arbitrarySchema.create("db", { password: "dahlia" }));
  await made.registerSecret(arbitrarySchema.create("other", { token: "" }));
  return made;
}

async function statesOf(reader: LocalSecretsManager, name = "db"): Promise<readonly string[]> {
  const history = await reader.getSecretHistory(name);
  return Promise.all(
    history.map(async ({ revision }) => {
      const { content } = await reader.getSecret(name, { revision });
      return content["password"] ?? "";
    }),
  );
}

const ALL = ["dahlia", "aster", "tulip"];
const newKeys: readonly { readonly to: NewKey; readonly config: StoreConfig }[] = [
  { to: { kind: "key", key: NEW_KEY }, config: { key: NEW_KEY } },
  {
    to: { kind: "passphrase", passphrase: "correct horse" },
    config: { passphrase: "correct horse" },
  },
  { to: { kind: "key-file" }, config: {} },
];
const oldKeys: readonly StoreConfig[] = [{ key: OLD_KEY }, { passphrase: "battery staple" }, {}];

describe("rekey", () => {
  for (const before of oldKeys) {
    for (const { to, config } of newKeys) {
      const from = Object.keys(before)[0] ?? "key-file";
      // Deriving keys of passphrases takes most of the time: this pair says nothing that others do not.
      if (from === "passphrase" && to.kind === "key") continue;
      it(`gives a store of a ${from} a ${to.kind}: every state is there, under the new key alone`, async () => {
        await givenStore(before);
        const revision = (await managerOf(before).describeSecret("db")).revision;
        const report = await rekey({ file, ...before }, to, quiet);
        expect(report).toMatchObject({ file, source: to.kind, states: 4 });

        const reader = managerOf(config);
        expect(await statesOf(reader)).toEqual(ALL);
        expect((await reader.describeSecret("db")).revision).toBe(revision);
        expect((await reader.getSecret("other")).content).toEqual({ token: "" });
        expect(await verifyStore({ file, ...config }, quiet)).toMatchObject({ sound: true });

        if (from === to.kind) return;
        const error: unknown = await managerOf({ key: OLD_KEY, ...before })
          .getSecret("db")
          .catch((thrown: unknown) => thrown);
        expect(KeykistError.is(error, "UNAUTHENTICATED")).toBe(true);
      }, 20_000);
    }
  }

  it("takes the former key out of the store's own key file, which stays for its owner alone", async () => {
    await givenStore({});
    const before = await readFile(`${file}.key`, "utf8");
    const report = await rekey({ file }, { kind: "key-file" }, quiet);
    expect(report.formerKeyIn).toBeUndefined();
    const after = await readFile(`${file}.key`, "utf8");
    expect(after).toMatch(/^[A-Za-z0-9+/]{43}=\n$/u);
    expect(after).not.toBe(before);
    if (process.platform !== "win32") {
      expect((await stat(`${file}.key`)).mode & 0o777).toBe(0o600);
    }
  });

  it("keeps the former key in a key file of another name, which may open other stores", async () => {
    const keyFile = path.join(folder, "shared.key");
    const other = new LocalSecretsManager({ file: path.join(folder, "b.db"), keyFile }, quiet);
    opened.push(other);
    await givenStore({ keyFile });
    await other.registerSecret(arbitrarySchema.create("elsewhere", { password: "iris" }));
    const report = await rekey({ file, keyFile }, { kind: "key-file" }, quiet);
    expect(report.formerKeyIn).toBe(keyFile);

    const again = new LocalSecretsManager({ file: path.join(folder, "b.db"), keyFile }, quiet);
    opened.push(again);
    expect((await again.getSecret("elsewhere")).content).toEqual({ password: "iris" });
    expect(await statesOf(managerOf({ keyFile }))).toEqual(ALL);
  });

  it("leaves a copy of the store readable with a copy of its key file, and nothing sealed alike", async () => {
    await givenStore({});
    await copyFile(file, path.join(folder, "copy.db"));
    await copyFile(`${file}.key`, path.join(folder, "copy.db.key"));
    const before = sealedIn(file);
    await rekey({ file }, { kind: "key-file" }, quiet);
    expect(await statesOf(managerOf({ file: path.join(folder, "copy.db") }))).toEqual(ALL);
    expect(sealedIn(file).filter((sealed) => before.includes(sealed))).toEqual([]);
  });

  it("changes nothing where the key does not open the store", async () => {
    await givenStore({ key: OLD_KEY });
    const bytes = await readFile(file);
    const error: unknown = await rekey({ file, key: NEW_KEY }, { kind: "key-file" }, quiet).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "UNAUTHENTICATED", operation: "rekey" });
    expect(await readFile(file)).toEqual(bytes);
    await expect(stat(`${file}.key`)).rejects.toMatchObject({ code: "ENOENT" });
  });

  for (const [title, change] of [
    ["a state is damaged", "UPDATE earlier SET sealed = zeroblob(40) WHERE number = 1"],
    ["a state is missing", "DELETE FROM earlier WHERE number = 1"],
  ] as const) {
    it(`changes nothing where ${title}: a new digest would hide it`, async () => {
      const writer = await givenStore({ key: OLD_KEY });
      await writer.close();
      tamper(file, change);
      const bytes = await readFile(file);
      const error: unknown = await rekey({ file, key: OLD_KEY }, { kind: "key-file" }, quiet).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: "CORRUPT", outcome: undefined });
      expect(await readFile(file)).toEqual(bytes);
      await expect(stat(`${file}.key`)).rejects.toMatchObject({ code: "ENOENT" });
    });
  }

  it("refuses a key that is none, an empty passphrase, and a store that is not there", async () => {
    await givenStore({ key: OLD_KEY });
    const config = { file, key: OLD_KEY };
    const code = "INVALID_CONFIG";
    await expect(rekey(config, { kind: "key", key: "short" }, quiet)).rejects.toMatchObject({
      code,
    });
    await expect(
      rekey(config, { kind: "passphrase", passphrase: "" }, quiet),
    ).rejects.toMatchObject({ code });
    const absent = { file: path.join(folder, "absent.db"), key: OLD_KEY };
    await expect(rekey(absent, { kind: "key-file" }, quiet)).rejects.toMatchObject({ code });
    await expect(stat(absent.file)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("waits for a store that is held, until it is aborted or the time is up", async () => {
    await givenStore({ key: OLD_KEY });
    const holder = new DatabaseSync(file);
    holder.exec("BEGIN EXCLUSIVE");
    try {
      const config = { file, key: OLD_KEY };
      const to: NewKey = { kind: "key", key: NEW_KEY };
      const aborted = rekey(config, to, { ...quiet, signal: AbortSignal.timeout(100) });
      await expect(aborted).rejects.toMatchObject({ code: "ABORTED" });
      const late = rekey(config, to, { ...quiet, timeoutMs: 100 });
      await expect(late).rejects.toMatchObject({ code: "TIMEOUT", retry: "safe" });
      const patient = rekey(config, to, quiet);
      setTimeout(() => {
        holder.exec("ROLLBACK");
      }, 100);
      await expect(patient).resolves.toMatchObject({ states: 4 });
    } finally {
      holder.close();
    }
  });
});

describe("a manager that has the store open when it is given another key", () => {
  it("reads and writes on, with what its own sources give now", async () => {
    const reader = await givenStore({});
    const writer = managerOf({});
    await writer.describeSecret("db");
    await rekey({ file }, { kind: "key-file" }, quiet);
    const values = await Promise.all(["db", "db", "other"].map((name) => reader.getSecret(name)));
    expect(values[0]?.content).toEqual({ password: "dahlia" });
    await writer.updateSecret(arbitrarySchema.create("db", { password: "iris" }));
    expect(await statesOf(reader)).toEqual(["iris", ...ALL]);
    expect(await reader.getAllSecretKeys()).toEqual(["db", "other"]);
    expect(await verifyStore({ file }, quiet)).toMatchObject({ sound: true });
  });

  it("says which source is expected where its own do not open it any more, and writes nothing", async () => {
    const writer = await givenStore({ key: OLD_KEY });
    await rekey({ file, key: OLD_KEY }, { kind: "key", key: NEW_KEY }, quiet);
    const bytes = await readFile(file);
    const attempts = [
      writer.getSecret("db"),
      writer.updateSecret(arbitrarySchema.create("db", { password: "iris" })),
      writer.registerSecret(arbitrarySchema.create("new", { password: "iris" })),
      writer.getSecretHistory("db"),
    ];
    for (const outcome of await Promise.allSettled(attempts)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "UNAUTHENTICATED" } });
    }
    expect(await readFile(file)).toEqual(bytes);
  });

  it("loses no write, however often the key changes meanwhile", async () => {
    const writers = [await givenStore({}), managerOf({}), managerOf({})];
    const done = { rekeys: false };
    const rekeys = (async () => {
      try {
        for (let round = 0; round < 8; round += 1) {
          await rekey({ file }, { kind: "key-file" }, quiet);
        }
      } finally {
        done.rekeys = true;
      }
    })();
    let counted = 0;
    await Promise.all(
      writers.map(async (writer) => {
        for (let round = 0; round < 10 || !done.rekeys; round += 1) {
          await writer.modifySecret("other", ({ token }) => ({ token: `${token ?? ""}x` }));
          counted += 1;
          // A write is done without the event loop, which the rekey beside it needs.
          await turn();
        }
      }),
    );
    await rekeys;
    const { content } = await managerOf({}).getSecret("other");
    expect(content["token"]).toHaveLength(counted);
    expect(await verifyStore({ file }, quiet)).toMatchObject({ sound: true });
  }, 30_000);

  it("two that give it another key at once: one after the other, or one of them says to try again", async () => {
    await givenStore({});
    const both = await Promise.allSettled([
      rekey({ file }, { kind: "key-file" }, quiet),
      rekey({ file }, { kind: "key-file" }, quiet),
      rekey({ file }, { kind: "key-file" }, quiet),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).not.toEqual([]);
    for (const outcome of both.filter(({ status }) => status === "rejected")) {
      expect(outcome).toMatchObject({ reason: { code: "UNAVAILABLE", retry: "safe" } });
    }
    expect(await statesOf(managerOf({}))).toEqual(ALL);
  });
});

describe("a rekey that is killed", () => {
  it("leaves, at every point, a store that opens with all its states, and that can be given another key", async () => {
    const original = path.join(folder, "original.db");
    const writer = await givenStore({ file: original });
    await writer.close();
    // Runs to its end, and counts the points.
    const output = await killedAt(original, 0);
    const points = Number(/^done (\d+)\n$/u.exec(output)?.[1]);
    expect(points).toBeGreaterThan(10);
    for (let point = 1; point <= points; point += 4) {
      const some = [point, point + 1, point + 2, point + 3].filter((each) => each <= points);
      await Promise.all(some.map((each) => killedAt(original, each)));
    }
    process.stdout.write(`a rekey was killed at each of ${points} points\n`);

    await copyFile(original, file);
    await copyFile(`${original}.key`, `${file}.key`);
    // What a dead rekey left beside the key file is cleared away once it is old.
    await writeFile(`${file}.key.new`, "");
    await expect(rekey({ file }, { kind: "key-file" }, quiet)).rejects.toMatchObject({
      code: "UNAVAILABLE",
    });
    expect(await statesOf(managerOf({}))).toEqual(ALL);
    expect(existsSync(`${file}.key.new`)).toBe(true);
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(`${file}.key.new`, longAgo, longAgo);
    expect(await statesOf(managerOf({}))).toEqual(ALL);
    expect(existsSync(`${file}.key.new`)).toBe(false);
  }, 300_000);
});

/** Kills a rekey of a copy of a store at a point, and looks at what is left; answers what the child printed. */
async function killedAt(original: string, point: number): Promise<string> {
  const copy = path.join(folder, `killed-at-${point}.db`);
  await copyFile(original, copy);
  await copyFile(`${original}.key`, `${copy}.key`);
  const output = await childRekey(copy, point);
  expect(output === "").toBe(point !== 0);
  expect(await statesOf(managerOf({ file: copy })), `killed at point ${point}`).toEqual(ALL);
  expect(await verifyStore({ file: copy }, quiet)).toMatchObject({ sound: true });
  return output;
}

/** Runs a rekey in a process that kills itself at a point; answers what it printed. */
function childRekey(store: string, point: number): Promise<string> {
  const program = fileURLToPath(new URL("rekey-and-die.ts", import.meta.url));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(process.execPath, [program, store, String(point)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let complaint = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  child.once("error", reject);
  child.once("close", (code, signal) => {
    if (code === 0 || signal === "SIGKILL") resolve(output);
    else reject(new Error(`the child ended with ${code}: ${complaint}`));
  });
  return promise;
}

function sealedIn(store: string): readonly string[] {
  const database = new DatabaseSync(store);
  const rows = database
    .prepare("SELECT hex(sealed) AS sealed FROM secret UNION ALL SELECT hex(sealed) FROM earlier")
    .all();
  database.close();
  return rows.map(({ sealed }) => String(sealed));
}

function tamper(store: string, sql: string): void {
  const database = new DatabaseSync(store);
  database.exec(sql);
  database.close();
}
