import { describe, expect, it } from "vitest";
import { PlainSecretsManager } from "../../test/plain-flavor.ts";
import {
  arbitrarySchema,
  type Capabilities,
  KeykistError,
  type SecretPath,
  type StoredRecord,
} from "../index.ts";

const good: StoredRecord = { type: "arbitrary", owned: true, revision: "r1", entries: new Map() };

class RememberingManager extends PlainSecretsManager {
  static override readonly capabilities: Capabilities = {
    ...PlainSecretsManager.capabilities,
    history: "full",
  };
}

interface Answers {
  readonly record?: unknown;
  readonly outcome?: unknown;
  readonly summary?: unknown;
  readonly states?: unknown;
}

/** A manager whose hooks return anything, as those of a flavor in plain JavaScript can. */
function answering({ record = good, outcome, summary, states }: Answers): PlainSecretsManager {
  return Object.assign(new RememberingManager(), {
    doRead: async () => record,
    doReadRevision: async () => record,
    doCreate: async () => outcome,
    doHistory: async () => states,
    async *doList() {
      yield summary;
    },
    async *doRemoveAll(paths: readonly SecretPath[]) {
      for (const path of paths) yield { path, outcome };
    },
  });
}

const broken: readonly (readonly [string, unknown])[] = [
  ["no revision", { ...good, revision: undefined }],
  ["an empty revision", { ...good, revision: "" }],
  ["a revision that is a number", { ...good, revision: 7 }],
  ["no word on who owns it", { ...good, owned: undefined }],
  ["an owned secret without a type", { ...good, type: undefined }],
  ["a type outside the grammar", { ...good, type: "no type" }],
  ["entries that are an object", { ...good, entries: { password: "tulip" } }],
  ["a value that is a number", { ...good, entries: new Map([["port", 5432]]) }],
  ["a time that is a text", { ...good, createdAt: "2026-01-01" }],
  ["a time that is none", { ...good, updatedAt: new Date(Number.NaN) }],
  ["only some of the entries", { ...good, keys: ["password"] }],
];

function expected(hook: string): object {
  return {
    code: "UNKNOWN",
    flavor: "plain",
    message: expect.stringContaining(`defect of the flavor: ${hook}`) as unknown,
    hint: "report it to the maintainers of the flavor",
  };
}

describe("a defect of a flavor is reported by name", () => {
  it.each(broken)("where a record has %s", async (_what, record) => {
    const manager = answering({ record });
    await expect(manager.getSecret("db")).rejects.toMatchObject(expected("doRead"));
    const revision = manager.getSecret("db", { revision: "r1" });
    await expect(revision).rejects.toMatchObject(expected("doReadRevision"));
    const secrets = await manager.getSecrets(["db"]);
    expect(secrets.get("db")).toMatchObject({ code: "UNKNOWN", secret: "db" });
  });

  it.each([undefined, { kind: "done" }, { kind: "created" }, { kind: "created", revision: "" }])(
    "where a registration returns %j, and nobody knows what it did",
    async (outcome) => {
      const work = answering({ outcome }).registerSecret(arbitrarySchema.create("db", {}));
      await expect(work).rejects.toMatchObject(expected("doCreate"));
    },
  );

  it.each([
    { path: "db", type: "arbitrary" },
    { path: "db", revision: "r1" },
    { path: "db", type: "arbitrary", revision: "r1", updatedAt: "today" },
    { path: 7 },
  ])("where a listing has %j", async (summary) => {
    const next = answering({ summary }).listSecrets()[Symbol.asyncIterator]().next();
    await expect(next).rejects.toMatchObject(expected("doList"));
  });

  it("where a removal of many has an outcome that is none", async () => {
    const manager = answering({ summary: { path: "db" }, outcome: { kind: "gone" } });
    const { deleted, failed } = await manager.deleteAllSecrets();
    expect(deleted).toBe(0);
    expect(failed.get("db")).toMatchObject({ code: "UNKNOWN", secret: "db" });
  });

  it.each([
    [[]],
    [[{ revision: "r1" }, { revision: "r1" }]],
    [[{ revision: "r1", createdAt: new Date(Number.NaN) }]],
  ])("where a history is %j", async (states) => {
    const manager = answering({ states });
    await expect(manager.getSecretHistory("db")).rejects.toMatchObject(expected("doHistory"));
  });

  it("and times are never compared with the local clock", async () => {
    const record = { ...good, createdAt: new Date(0), updatedAt: new Date(8.64e15) };
    const manager = answering({ record });
    expect(KeykistError.is(await manager.getSecret("db"))).toBe(false);
  });
});
