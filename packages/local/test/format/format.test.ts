import { createSecretKey } from "node:crypto";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { arbitrarySchema } from "@keykist/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { LocalSecretsManager, verifyStore } from "../../src/index.ts";
import { passphraseKey } from "../../src/key-source.ts";
import { pendingMigrations } from "../../src/migrations.ts";
import {
  associatedData,
  fingerprint,
  sealState,
  type SealedRow,
  type StateIdentity,
  type StateKind,
  unsealEntries,
} from "../../src/sealing.ts";
import { changedDigest, unsealDigest } from "../../src/store-digest.ts";
import { openHeader, parseHeader, type StoreHeader } from "../../src/store-header.ts";
import { readStore, writeSecret } from "./independent-store.ts";

const bytes = (text: string): Buffer => Buffer.from(text, "hex");
const hex = z.string().transform(bytes);
const entries = z.record(z.string(), z.string());
const kinds = z.enum(["current", "earlier"]);
const state = z.object({
  path: z.string(),
  type: z.string(),
  number: z.int(),
  revision: z.string(),
  createdAt: z.int(),
  updatedAt: z.int(),
});

async function vectors<T>(name: string, schema: z.ZodType<T>): Promise<T> {
  const file = path.join(import.meta.dirname, "vectors", `${name}.json`);
  const content: unknown = JSON.parse(await readFile(file, "utf8"));
  return schema.parse(content);
}

const sealing = await vectors(
  "sealing",
  z.object({
    sealingKey: hex,
    kind: kinds,
    state,
    fingerprint: hex,
    associatedData: hex,
    entries,
    sealed: hex,
  }),
);
const headers = await vectors(
  "header",
  z.object({
    sealingKey: hex,
    digestKey: hex,
    key: z.object({ openingKey: z.base64(), header: z.record(z.string(), z.unknown()) }),
    passphrase: z.object({ passphrase: z.string(), header: z.record(z.string(), z.unknown()) }),
  }),
);
const digests = await vectors(
  "digest",
  z.object({
    digestKey: hex,
    sealingKey: hex,
    states: z.array(z.object({ kind: kinds, state, fingerprint: hex })),
    digest: z.string(),
    sealed: hex,
  }),
);
const wholeStore = await vectors(
  "store",
  z.object({
    key: z.base64(),
    current: z.record(z.string(), z.object({ type: z.string(), number: z.int(), entries })),
    earlier: z.record(z.string(), z.object({ number: z.int(), entries })),
    file: z.base64(),
  }),
);

let folder = "";
let file = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "keykist-format-"));
  file = path.join(folder, "secrets.db");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const { key } = wholeStore;
const manager = (config = {}): LocalSecretsManager =>
  new LocalSecretsManager({ file, key, ...config }, { environment: {} });

describe("the test vectors of docs/local-format.md: sealing", () => {
  const { sealingKey, kind, state: identity, fingerprint: mark, sealed } = sealing;
  /** Unseals the vector, with something else in the place of some of it. */
  const unsealing =
    (
      other: {
        readonly key?: Buffer;
        readonly kind?: StateKind;
        readonly state?: Partial<StateIdentity>;
        readonly row?: Partial<SealedRow>;
      } = {},
    ) =>
    (): ReadonlyMap<string, string> =>
      unsealEntries(
        { sealing: other.key ?? sealingKey },
        other.kind ?? kind,
        { ...identity, ...other.state },
        { fingerprint: mark, sealed, ...other.row },
      );
  const DAMAGED = "not what was written";

  it("a sealed state is unsealed, and what is sealed now has the same layout", () => {
    expect(Object.fromEntries(unsealing()())).toEqual(sealing.entries);
    const keys = { sealing: sealingKey, digest: headers.digestKey };
    const again = sealState(keys, kind, identity, new Map(Object.entries(sealing.entries)));
    expect(mark.equals(again.fingerprint)).toBe(true);
    expect(again.sealed).toHaveLength(sealed.length);
    expect(sealed.equals(again.sealed)).toBe(false);
    expect(Object.fromEntries(unsealing({ row: again })())).toEqual(sealing.entries);
  });

  it("the associated data is what the page says", () => {
    const { path: where, type, number, revision, createdAt, updatedAt } = identity;
    const texts = [`${number}`, where, type, revision, `${createdAt}`, `${updatedAt}`];
    const bound = associatedData(["keykist local 1 state", kind, ...texts], mark);
    expect(bound.equals(sealing.associatedData)).toBe(true);
  });

  for (const field of ["path", "type", "number", "revision", "createdAt", "updatedAt"] as const) {
    it(`is damaged under another ${field}`, () => {
      expect(
        unsealing({ state: { [field]: typeof identity[field] === "number" ? 1 : "other" } }),
      ).toThrow(DAMAGED);
    });
  }

  it("is damaged as an earlier state, or beside another fingerprint", () => {
    expect(unsealing({ kind: "earlier" })).toThrow(DAMAGED);
    const other = Buffer.from(mark);
    other.writeUInt8(other.readUInt8(0) ^ 1, 0);
    expect(unsealing({ row: { fingerprint: other } })).toThrow(DAMAGED);
    expect(unsealing({ row: { fingerprint: mark.subarray(1) } })).toThrow(DAMAGED);
  });

  it("is damaged under another key, with a bit changed anywhere, or cut short", () => {
    expect(unsealing({ key: bytes("00".repeat(32)) })).toThrow(DAMAGED);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(unsealing({ row: { sealed: changed } })).toThrow(DAMAGED);
      expect(unsealing({ row: { sealed: sealed.subarray(0, index) } })).toThrow(DAMAGED);
    }
  });
});

function opened(header: StoreHeader, openingKey: Buffer): unknown {
  const keys = openHeader(header, openingKey);
  return keys && [keys.sealing.export(), keys.digest.export()];
}

describe("the test vectors of docs/local-format.md: header and digest", () => {
  const expected = [headers.sealingKey, headers.digestKey];

  it("a header is opened by its key", () => {
    const header = parseHeader(JSON.stringify(headers.key.header));
    const openingKey = Buffer.from(headers.key.openingKey, "base64");
    expect(opened(header, openingKey)).toEqual(expected);
    expect(openHeader(header, bytes("00".repeat(32)))).toBeUndefined();
  });

  it("a header is opened by its passphrase", async () => {
    const header = parseHeader(JSON.stringify(headers.passphrase.header));
    const { costs } = header;
    if (costs === undefined) throw new Error("the vector has no costs");
    const right = await passphraseKey(headers.passphrase.passphrase, costs);
    expect(opened(header, right)).toEqual(expected);
    const wrong = await passphraseKey(`${headers.passphrase.passphrase} `, costs);
    expect(openHeader(header, wrong)).toBeUndefined();
  });

  for (const field of ["format", "id", "source", "dataKey", "check", "costs"]) {
    it(`a header with another ${field} is damaged, not taken for a wrong key`, () => {
      const other = field === "format" ? 2 : "AAAA";
      const text = JSON.stringify({ ...headers.key.header, [field]: other });
      expect(() => parseHeader(text)).toThrow("damaged");
    });
  }

  it("fingerprints and their sum are those of the vectors", () => {
    const keys = {
      sealing: createSecretKey(digests.sealingKey),
      digest: createSecretKey(digests.digestKey),
    };
    for (const { kind, state: fields, fingerprint: mark } of digests.states) {
      expect(fingerprint(digests.digestKey, kind, fields).equals(mark)).toBe(true);
    }
    const changes = digests.states.map(({ kind, state: fields }) => ({
      kind,
      state: fields,
      by: "added" as const,
    }));
    expect(changedDigest(0n, changes, keys)).toBe(BigInt(`0x${digests.digest}`));
    expect(unsealDigest(digests.sealed, keys)).toBe(BigInt(`0x${digests.digest}`));
    const changed = Buffer.from(digests.sealed);
    changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
    expect(() => unsealDigest(changed, keys)).toThrow("not what was written");
  });
});

function change(sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

describe("the store of the test vectors", () => {
  beforeEach(() => writeFile(file, wholeStore.file, { encoding: "base64", mode: 0o600 }));

  it("is read, with its history, and found sound", async () => {
    await using reader = manager();
    for (const [name, { type, entries: content }] of Object.entries(wholeStore.current)) {
      expect(await reader.getSecret(name)).toMatchObject({ type, content });
    }
    const [, first] = await reader.getSecretHistory("prod-db");
    const { content } = await reader.getSecret("prod-db", { revision: first?.revision });
    expect(content).toEqual(wholeStore.earlier["prod-db"]?.entries);
    expect(await verifyStore({ file, key }, { environment: {} })).toMatchObject({ sound: true });
  });

  it("is read by the independent reader too", () => {
    const states = readStore(file, { key: Buffer.from(key, "base64") });
    const current = states.filter(({ kind }) => kind === "current");
    expect(current.map(({ path: name }) => name).toSorted()).toEqual(
      Object.keys(wholeStore.current).toSorted(),
    );
    for (const { path: name, type, number, entries: content } of current) {
      expect({ type, number, entries: content }).toEqual(wholeStore.current[name]);
    }
    expect(states).toHaveLength(3);
  });

  it("is UNSUPPORTED as one of a later format, which is not changed", async () => {
    change("PRAGMA user_version = 2; UPDATE store SET header = json_set(header, '$.format', 2)");
    const before = await readFile(file);
    await using reader = manager();
    await expect(reader.getSecret("prod-db")).rejects.toMatchObject({ code: "UNSUPPORTED" });
    await expect(
      reader.registerSecret(arbitrarySchema.create("new", { a: "b" })),
    ).rejects.toMatchObject({ code: "UNSUPPORTED", outcome: "not_applied" });
    await expect(verifyStore({ file, key })).rejects.toMatchObject({ code: "UNSUPPORTED" });
    expect(await readFile(file)).toEqual(before);
  });

  it("is refused where the application id is another: another program's, or damaged", async () => {
    change("PRAGMA application_id = 1");
    await using reader = manager();
    const error: unknown = await reader.getSecret("prod-db").catch((thrown: unknown) => thrown);
    expect(["INVALID_CONFIG", "CORRUPT"]).toContain(Reflect.get(Object(error), "code"));
  });

  it("is not opened by another key, nor by a passphrase", async () => {
    const before = await readFile(file);
    for (const config of [
      { key: Buffer.alloc(32).toString("base64") },
      { key: undefined, passphrase: "a" },
    ]) {
      await using reader = manager(config);
      await expect(reader.getSecret("prod-db")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    }
    expect(await readFile(file)).toEqual(before);
  });

  it("takes a secret from the independent writer, which every reader sees as one of its own", async () => {
    await copyFile(file, path.join(folder, "before.db"));
    const content = { password: "iris", "other-key": "" };
    const opening = { key: Buffer.from(key, "base64") };
    writeSecret(file, opening, { path: "written", type: "arbitrary", entries: content });
    await using reader = manager();
    expect(await reader.getSecret("written")).toMatchObject({ type: "arbitrary", content });
    expect(await verifyStore({ file, key }, { environment: {} })).toMatchObject({ sound: true });
    await reader.updateSecret(arbitrarySchema.create("written", { password: "aster" }));
    expect(readStore(file, opening)).toHaveLength(5);
  });
});

const migrate = (): void => undefined;

describe("migrations", () => {
  it("there are none yet; those that lead from a format to the present one come in order", () => {
    expect(pendingMigrations(1)).toEqual([]);
    const known = [
      { from: 1, migrate },
      { from: 0, migrate },
      { from: -1, migrate },
    ];
    expect(pendingMigrations(-1, known).map(({ from }) => from)).toEqual([-1, 0]);
  });
});
