import { arbitrarySchema, KeykistError } from "@keykist/core";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { verifyStore } from "../../src/index.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { TEST_KEY } from "../test-key.ts";
import { listed } from "./small-store.ts";
import { containing } from "../containing.ts";

/** What an edit of the tables, by somebody who has the file but not the key, makes of a store. */
interface Edited {
  /** The value of each secret, or the code of the error in its place. */
  readonly read: Readonly<Record<string, string>>;
  readonly list: readonly string[] | string;
  readonly history: readonly string[] | string;
  readonly digest: string;
  readonly sound: boolean;
}

function code(error: unknown): string {
  return KeykistError.is(error) ? error.code : "no KeykistError";
}

/** Puts, in the statement of an update, the column of an earlier state in the place of a secret's. */
function fromEarlier(column: string): string {
  return `${column} = (SELECT ${column} FROM earlier WHERE number = 2)`;
}

/** Makes a store of `a` (three states) and `b` (one), edits its tables, and asks it. */
async function edit(...statements: readonly string[]): Promise<Edited> {
  await using folder = await StoreFolder.make();
  {
    await using manager = folder.manager();
    await manager.registerSecret(arbitrarySchema.create("a", { value: "a1" }));
    await manager.updateSecret(arbitrarySchema.create("a", { value: "a2" }));
    await manager.updateSecret(arbitrarySchema.create("a", { value: "a3" }));
    await manager.registerSecret(arbitrarySchema.create("b", { value: "b1" }));
  }
  const database = new DatabaseSync(folder.file);
  const changes = statements.map((statement) => database.prepare(statement).run().changes);
  expect(changes).not.toContain(0);
  database.close();
  await using manager = folder.manager();
  const value = async (name: string): Promise<string> => {
    const { content } = await manager.getSecret(name, arbitrarySchema);
    return content["value"] ?? "";
  };
  const report = await verifyStore({ file: folder.file, key: TEST_KEY }, { environment: {} });
  return {
    read: { a: await value("a").catch(code), b: await value("b").catch(code) },
    list: await listed(manager).then((summaries) => summaries.map(({ name }) => name), code),
    history: await manager
      .getSecretHistory("a")
      .then((entries) => entries.map(({ revision }) => revision.slice(0, 0)), code),
    digest: report.digest,
    sound: report.sound,
  };
}

const whole = { a: "a3", b: "b1" };
const three = ["", "", ""];

describe("who has the file, but not the key, and", () => {
  it("changes nothing, is not suspected", async () => {
    expect(await edit("UPDATE secret SET number = number")).toEqual({
      read: whole,
      list: ["a", "b"],
      history: three,
      digest: "matches",
      sound: true,
    });
  });

  it("swaps two secrets, gets none read", async () => {
    const edited = await edit(
      "UPDATE secret SET path = 'c' WHERE path = 'a'",
      "UPDATE secret SET path = 'a' WHERE path = 'b'",
      "UPDATE secret SET path = 'b' WHERE path = 'c'",
    );
    expect(edited).toMatchObject({
      read: { a: "CORRUPT", b: "CORRUPT" },
      list: "CORRUPT",
      history: "CORRUPT",
      sound: false,
    });
  });

  it("exchanges what is sealed in them, gets none read", async () => {
    const edited = await edit(
      "UPDATE secret SET sealed = (SELECT sealed FROM secret WHERE path = 'b')",
    );
    expect(edited).toMatchObject({ read: { a: "CORRUPT", b: "b1" }, sound: false });
  });

  it.each([
    ["type", "'other'"],
    ["revision", "'5e8c1d0a-9f1b-4d7b-8f6e-2b3c4d5e6f70'"],
    ["created_at", "created_at - 1"],
    ["updated_at", "updated_at + 1"],
    ["number", "number + 1"],
    ["fingerprint", "x'00'"],
  ])("edits the %s of a secret, gets it neither read nor listed", async (column, value) => {
    expect(await edit(`UPDATE secret SET ${column} = ${value} WHERE path = 'b'`)).toMatchObject({
      read: { a: "a3", b: "CORRUPT" },
      list: "CORRUPT",
      sound: false,
    });
  });

  it.each([
    ["revision", "'5e8c1d0a-9f1b-4d7b-8f6e-2b3c4d5e6f70'"],
    ["updated_at", "updated_at + 1"],
    ["number", "number - 10"],
  ])("edits the %s of an earlier state, gets no history", async (column, value) => {
    const edited = await edit(`UPDATE earlier SET ${column} = ${value} WHERE number = 1`);
    expect(edited).toMatchObject({ read: whole, history: "CORRUPT", sound: false });
  });

  it("exchanges the places of two earlier states, gets no history", async () => {
    const edited = await edit(
      "UPDATE earlier SET number = 0 WHERE number = 1",
      "UPDATE earlier SET number = 1 WHERE number = 2",
      "UPDATE earlier SET number = 2 WHERE number = 0",
    );
    expect(edited).toMatchObject({ history: "CORRUPT", sound: false });
  });

  it("puts an earlier state back as the one in force, gets it not read", async () => {
    const columns = ["number", "revision", "updated_at", "fingerprint", "sealed"] as const;
    const edited = await edit(
      `UPDATE secret SET ${columns.map(fromEarlier).join(", ")} WHERE path = 'a'`,
      "DELETE FROM earlier WHERE number = 2",
    );
    expect(edited).toMatchObject({
      read: { a: "CORRUPT", b: "b1" },
      list: "CORRUPT",
      digest: "differs",
      sound: false,
    });
  });

  it("deletes a secret, is found out by the digest", async () => {
    expect(await edit("DELETE FROM secret WHERE path = 'b'")).toEqual({
      read: { a: "a3", b: "SECRET_NOT_FOUND" },
      list: ["a"],
      history: three,
      digest: "differs",
      sound: false,
    });
  });

  it("deletes an earlier state, is found out by the digest", async () => {
    const edited = await edit("DELETE FROM earlier WHERE number = 1");
    expect(edited).toMatchObject({ read: whole, history: ["", ""], digest: "differs" });
  });

  it("copies a secret to another name, gets no copy read", async () => {
    const edited = await edit(
      `INSERT INTO secret SELECT 'copy', type, number, revision, created_at, updated_at, fingerprint, sealed
        FROM secret WHERE path = 'b'`,
    );
    expect(edited).toMatchObject({ read: whole, list: "CORRUPT", digest: "differs" });
  });

  it("edits the digest, is found out, and nothing is written any more", async () => {
    expect(await edit("UPDATE store SET digest = zeroblob(60)")).toMatchObject({
      read: whole,
      digest: "damaged",
      sound: false,
    });
  });

  it.each([
    ["a trigger", "CREATE TRIGGER t AFTER INSERT ON secret BEGIN DELETE FROM secret; END"],
    ["a table", "CREATE TABLE other (a)"],
    ["an index", "CREATE INDEX i ON secret (type)"],
  ])("adds %s, gets nothing opened", async (_what, statement) => {
    await using folder = await StoreFolder.make();
    {
      await using manager = folder.manager();
      await manager.registerSecret(arbitrarySchema.create("a", { value: "a1" }));
    }
    const database = new DatabaseSync(folder.file);
    database.exec(statement);
    database.close();
    await using manager = folder.manager();
    await expect(manager.getAllSecretKeys()).rejects.toMatchObject({
      code: "CORRUPT",
      message: containing("the tables of the store"),
    });
  });
});

describe("a secret whose row is damaged", () => {
  it("can be deleted, and registered anew", async () => {
    await using folder = await StoreFolder.make();
    await using manager = folder.manager();
    await manager.registerSecret(arbitrarySchema.create("a", { value: "a1" }));
    const database = new DatabaseSync(folder.file);
    database.exec("UPDATE secret SET type = 'other'");
    database.close();
    await expect(manager.getSecret("a")).rejects.toMatchObject({
      code: "CORRUPT",
      message: 'cannot read "a": a row of the store is not what was written',
      hint: containing("restore the store from a copy"),
    });
    await expect(
      manager.updateSecret(arbitrarySchema.create("a", { value: "a2" })),
    ).rejects.toMatchObject({ code: "CORRUPT", outcome: "not_applied" });
    await manager.deleteSecret("a");
    await manager.registerSecret(arbitrarySchema.create("a", { value: "a3" }));
    expect((await manager.getSecret("a", arbitrarySchema)).content).toEqual({ value: "a3" });
  });

  it("is not overwritten where its entries are what is damaged; its earlier states are read", async () => {
    await using folder = await StoreFolder.make();
    await using manager = folder.manager();
    await manager.registerSecret(arbitrarySchema.create("a", { value: "a1" }));
    await manager.updateSecret(arbitrarySchema.create("a", { value: "a2" }));
    const database = new DatabaseSync(folder.file);
    database.exec("UPDATE secret SET sealed = zeroblob(length(sealed))");
    database.close();
    const [present, first] = await manager.getSecretHistory("a");
    const read = (revision: string | undefined): Promise<unknown> =>
      manager.getSecret("a", arbitrarySchema, { revision }).then(({ content }) => content, code);
    expect(await read(undefined)).toBe("CORRUPT");
    expect(await read(present?.revision)).toBe("CORRUPT");
    expect(await read(first?.revision)).toEqual({ value: "a1" });
    await expect(
      manager.updateSecret(arbitrarySchema.create("a", { value: "a3" })),
    ).rejects.toMatchObject({ code: "CORRUPT", outcome: "not_applied" });
    expect(await read(first?.revision)).toEqual({ value: "a1" });
  });
});
