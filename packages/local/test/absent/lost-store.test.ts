import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { arbitrarySchema, type SecretsManager } from "@keykist/core";
import { describe, expect, test } from "vitest";
import { keySource, verifyStore } from "../../src/index.ts";
import { containing } from "../containing.ts";
import { makeStore, open, secret } from "../keys/made-store.ts";
import { StoreFolder } from "../processes/store-folder.ts";

// A store that is gone must not pass for one that never was.

const operations: readonly (readonly [string, (manager: SecretsManager) => Promise<unknown>])[] = [
  ["getSecret", (manager) => manager.getSecret("db")],
  ["getAllSecretKeys", (manager) => manager.getAllSecretKeys()],
  ["listSecrets", (manager) => manager.listSecrets()[Symbol.asyncIterator]().next()],
  ["deleteAllSecrets", (manager) => manager.deleteAllSecrets()],
  ["deleteSecret", (manager) => manager.deleteSecret("db")],
  ["updateSecret", (manager) => manager.updateSecret(secret)],
  ["registerSecret", (manager) => manager.registerSecret(secret)],
];

describe("a store that was removed while its key file stayed", () => {
  test.each(operations)("is reported as missing by %s, which makes nothing", async (_name, run) => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    await makeStore(file);
    await rm(file);
    await using manager = open(file);
    await expect(run(manager)).rejects.toMatchObject({
      code: "UNAVAILABLE",
      retry: "never",
      message: containing(`the store ${file} is missing, although its key file is there`),
      hint: `restore the store from a copy; to begin again without its secrets, remove ${file}.key`,
    });
    expect(await readdir(folder.folder)).toEqual(["secrets.db.key"]);
  });

  test("is reported as missing by the functions on a whole store", async () => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    await makeStore(file);
    await rm(file);
    const environment = {};
    await expect(keySource({ file }, { environment })).rejects.toMatchObject({
      code: "UNAVAILABLE",
    });
    await expect(verifyStore({ file }, { environment })).rejects.toMatchObject({
      message: containing(`there is no store at ${file}`),
    });
  });

  test("is made again once its key file is removed, as the hint says", async () => {
    await using folder = await StoreFolder.make();
    await makeStore(folder.file);
    await rm(folder.file);
    await rm(`${folder.file}.key`);
    await using manager = open(folder.file);
    expect(await manager.getAllSecretKeys()).toEqual([]);
    await manager.registerSecret(arbitrarySchema.create("db", {}));
  });

  test("is read again once it is restored, also by a manager that has failed", async () => {
    await using folder = await StoreFolder.make();
    await makeStore(folder.file);
    const copy = await readFile(folder.file);
    await rm(folder.file);
    await using manager = open(folder.file);
    await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await writeFile(folder.file, copy, { mode: 0o600 });
    expect((await manager.getSecret("db")).name).toBe("db");
  });
});
