import { readdir, readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { containing } from "../containing.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import { KEY, makeStore, open, secret } from "./made-store.ts";

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

  it("that is there already and is named, is used for a new store, and not announced", async () => {
    await using folder = await StoreFolder.make();
    const keyFile = `${folder.file}.key`;
    await writeFile(keyFile, `${KEY}\n`, { mode: 0o600 });
    const said: string[] = [];
    await makeStore(folder.file, { keyFile }, { announce: (message) => said.push(message) });
    expect(said).toEqual([]);
    await using manager = open(folder.file, { key: KEY });
    expect((await manager.getSecret("db")).name).toBe("db");
  });
});
