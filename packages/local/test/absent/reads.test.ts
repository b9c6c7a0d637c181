import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { arbitrarySchema, type SecretsManager } from "@keykist/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LocalSecretsManager } from "../../src/index.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "keykist-absent-"));
  file = path.join(folder, "keykist", "secrets.db");
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A manager of a store that is not there, as a program on a build server has it: no key may be made there. */
const inCi = (): SecretsManager =>
  new LocalSecretsManager({ file }, { environment: { CI: "true" } });

const secret = arbitrarySchema.create("db", { password: "tulip" });

const absent: readonly (readonly [string, (manager: SecretsManager) => Promise<unknown>])[] = [
  ["getSecret", (manager) => manager.getSecret("db")],
  ["describeSecret", (manager) => manager.describeSecret("db")],
  ["getSecretHistory", (manager) => manager.getSecretHistory("db")],
  ["updateSecret", (manager) => manager.updateSecret(secret)],
  ["modifySecret", (manager) => manager.modifySecret("db", (content) => content)],
  ["deleteSecret", (manager) => manager.deleteSecret("db")],
  ["rollbackSecret", (manager) => manager.rollbackSecret("db", "1")],
];

describe("a store that is not there", () => {
  test.each(absent)("is one without secrets to %s, which makes nothing", async (_name, operate) => {
    await using manager = inCi();
    await expect(operate(manager)).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
    expect(await readdir(folder)).toEqual([]);
  });

  test("has an empty list, and nothing to delete", async () => {
    await using manager = inCi();
    expect(await manager.getAllSecretKeys()).toEqual([]);
    for await (const { name } of manager.listSecrets()) expect.unreachable(name);
    expect((await manager.getSecrets(["db"])).get("db")).toMatchObject({
      code: "SECRET_NOT_FOUND",
    });
    expect(await manager.deleteAllSecrets()).toMatchObject({ deleted: 0 });
    expect(await readdir(folder)).toEqual([]);
  });

  test("is made, with its key, by the first registration, also of a manager that has read", async () => {
    const announced: string[] = [];
    const options = { environment: {}, announce: (line: string) => announced.push(line) };
    await using manager = new LocalSecretsManager({ file }, options);
    expect(await manager.getAllSecretKeys()).toEqual([]);
    await manager.registerSecret(secret);
    expect(existsSync(file)).toBe(true);
    expect(announced).toHaveLength(1);
    expect(await manager.getAllSecretKeys()).toEqual(["db"]);
  });

  test("is found by a manager that has read when another has made it", async () => {
    await using early = new LocalSecretsManager({ file }, { environment: {} });
    expect(await early.getAllSecretKeys()).toEqual([]);
    await using other = new LocalSecretsManager(
      { file },
      { environment: {}, announce: () => undefined },
    );
    await other.registerSecret(secret);
    expect((await early.getSecret("db")).content).toEqual({ password: "tulip" });
  });

  test("is opened once where many operations ask for it at once", async () => {
    await using manager = new LocalSecretsManager(
      { file },
      { environment: {}, announce: () => undefined },
    );
    const names = ["a", "b", "c", "d"];
    await Promise.all(
      names.map((name) => manager.registerSecret(arbitrarySchema.create(name, { x: name }))),
    );
    expect(await manager.getAllSecretKeys()).toEqual(names);
  });

  test("stays an error for who opens it for reading only", async () => {
    await using manager = new LocalSecretsManager({ file, readOnly: true }, { environment: {} });
    await expect(manager.getAllSecretKeys()).rejects.toThrow(/there is no store at/u);
  });
});
