import { readFile, rm } from "node:fs/promises";
import { arbitrarySchema } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { LocalSecretsManager, type OnOpen, rekey, type StoreIdentity } from "../../src/index.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { KEY, makeStore, type Source } from "./made-store.ts";

const quiet = { environment: {}, announce: (): void => undefined };

function opened(file: string, source: Source, onOpen: OnOpen): LocalSecretsManager {
  return new LocalSecretsManager({ file, ...source }, { ...quiet, onOpen });
}

describe("a program that asks which store was opened", () => {
  it("is told file, id and source: when the store is made, and each time that it is opened", async () => {
    await using folder = await StoreFolder.make();
    const told: StoreIdentity[] = [];
    for (const name of ["a", "b"]) {
      await using manager = opened(folder.file, {}, (store) => void told.push(store));
      await manager.registerSecret(arbitrarySchema.create(name, {}));
      await manager.getSecret(name);
    }
    const [first] = told;
    expect(first).toMatchObject({ file: folder.file, source: "key-file" });
    expect(first?.id).toMatch(/^[\da-f-]{36}$/u);
    expect(told).toEqual([first, first]);
  });

  it("is told nothing where there is no store", async () => {
    await using folder = await StoreFolder.make();
    const told: StoreIdentity[] = [];
    await using manager = opened(folder.file, {}, (store) => void told.push(store));
    expect(await manager.getAllSecretKeys()).toEqual([]);
    expect(told).toEqual([]);
  });

  it("is told the new source by a manager that had the store open when it was given another key", async () => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    await makeStore(file);
    const told: StoreIdentity[] = [];
    const environment: Record<string, string> = {};
    await using manager = new LocalSecretsManager(
      { file },
      { ...quiet, environment, onOpen: (store) => void told.push(store) },
    );
    await manager.getSecret("db");
    await rekey({ file }, { kind: "key", key: KEY }, { environment: {} });
    await rm(`${file}.key`);
    environment["KEYKIST_KEY"] = KEY;
    await manager.getSecret("db");
    expect(told.map(({ source }) => source)).toEqual(["key-file", "key"]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  });

  it("keeps the store from being used by failing", async () => {
    await using folder = await StoreFolder.make();
    const { file } = folder;
    await makeStore(file);
    const before = await readFile(file);
    await using manager = opened(file, {}, () => {
      throw new Error("another store");
    });
    await expect(manager.registerSecret(arbitrarySchema.create("b", {}))).rejects.toMatchObject({
      outcome: "not_applied",
    });
    expect((await readFile(file)).equals(before)).toBe(true);
  });
});
