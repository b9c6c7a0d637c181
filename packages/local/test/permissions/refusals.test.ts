import { arbitrarySchema } from "@keykist/core";
import { chmod, chown, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { LocalSecretsManager } from "../../src/index.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import type { Report } from "./programs/act.ts";
import { NOBODY, runAct } from "./run-act.ts";
import { containing } from "../containing.ts";

const isRoot = process.getuid?.() === 0;

interface Place extends AsyncDisposable {
  readonly folder: string;
  readonly file: string;
  act(file?: string): Promise<Report>;
}

/** A store with one secret in a folder of its own, whose owner may not do everything. */
async function place(modes: Readonly<Record<string, number>>): Promise<Place> {
  const store = await StoreFolder.make();
  const folder = path.join(store.folder, "data");
  const file = path.join(folder, "secrets.db");
  {
    await using manager = new LocalSecretsManager(
      { file },
      { environment: {}, announce: () => undefined },
    );
    await manager.registerSecret(arbitrarySchema.create("db", { password: "…" }));
  }
  const all = [
    store.folder,
    folder,
    ...(await readdir(folder)).map((name) => path.join(folder, name)),
  ];
  if (isRoot) for (const each of all) await chown(each, NOBODY, NOBODY);
  for (const [name, mode] of Object.entries(modes)) await chmod(path.join(folder, name), mode);
  return {
    folder,
    file,
    act: (given = file) => runAct({ file: given, user: isRoot ? NOBODY : undefined }),
    [Symbol.asyncDispose]: async () => {
      await chmod(folder, 0o700);
      await store[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(process.platform === "win32")("a store that permissions keep from being", () => {
  it("written, since its folder may only be read: it is read, and a write says so", async () => {
    await using store = await place({ ".": 0o500 });
    const { read, write } = await store.act();
    expect(read).toEqual({});
    expect(write).toEqual({
      code: "PERMISSION_DENIED",
      message: 'cannot register "new-0": the folder of the store can be read, but not written',
      hint: "make the folder writable for you: a write puts a journal beside the store",
      outcome: "not_applied",
    });
  }, 20_000);

  it("written, since its file may only be read: it is read, and a write says so", async () => {
    await using store = await place({ "secrets.db": 0o400 });
    const { read, write } = await store.act();
    expect(read).toEqual({});
    expect(write).toEqual({
      code: "PERMISSION_DENIED",
      message: 'cannot register "new-0": the store can be read, but not written',
      hint: containing("make its file and its folder writable"),
      outcome: "not_applied",
    });
  }, 20_000);

  it("read at all", async () => {
    await using store = await place({ "secrets.db": 0o000 });
    const { read } = await store.act();
    expect(read).toMatchObject({
      code: "PERMISSION_DENIED",
      message: `cannot list secrets: ${store.file} may not be read`,
      hint: containing("permissions"),
    });
  }, 20_000);

  it("opened, since its key file may not be read", async () => {
    await using store = await place({ "secrets.db.key": 0o000 });
    const { read } = await store.act();
    expect(read).toMatchObject({
      code: "PERMISSION_DENIED",
      message: `cannot list secrets: ${store.file}.key may not be read`,
    });
  }, 20_000);

  it("reached, since its folder may not be entered", async () => {
    await using store = await place({ ".": 0o000 });
    const { read } = await store.act();
    expect(read).toMatchObject({
      code: "PERMISSION_DENIED",
      message: `cannot list secrets: the folder of ${store.file} may not be entered`,
    });
  }, 20_000);

  it("made, since the folder may only be read", async () => {
    await using store = await place({ ".": 0o500 });
    const file = path.join(store.folder, "other.db");
    const { read, write } = await store.act(file);
    expect(read).toEqual({});
    expect(write).toMatchObject({
      code: "PERMISSION_DENIED",
      message: containing(`no file can be made in the folder ${store.folder}`),
      hint: "make the folder writable for you, or give another path",
      outcome: "not_applied",
    });
  }, 20_000);

  it("made, since the home folder may only be read", async () => {
    await using store = await place({ ".": 0o500 });
    const { write } = await store.act(path.join(store.folder, "share", "keykist", "secrets.db"));
    expect(write).toMatchObject({
      code: "PERMISSION_DENIED",
      message: `cannot register "new-0": the folder ${path.join(store.folder, "share")} cannot be made`,
      hint: "make it, or give another path",
    });
  }, 20_000);
});

describe("what stands where a store should be, and is none,", () => {
  const key = Buffer.alloc(32, 7).toString("base64");

  async function said(file: string): Promise<unknown> {
    await using manager = new LocalSecretsManager({ file, key }, { environment: {} });
    try {
      await manager.getAllSecretKeys();
      return "nothing";
    } catch (error) {
      return error;
    }
  }

  it("a symbolic link to a store, is named, and the path that it leads to is asked for", async () => {
    await using folder = await StoreFolder.make();
    await using manager = folder.manager();
    await manager.registerSecret(arbitrarySchema.create("db", {}));
    await symlink(folder.file, path.join(folder.folder, "link.db"));
    expect(await said(path.join(folder.folder, "link.db"))).toMatchObject({
      code: "INVALID_CONFIG",
      message: containing("link.db is a symbolic link"),
      hint: containing("give the path that it leads to"),
    });
  });

  it("a symbolic link to nothing, is named, and nothing is made behind it", async () => {
    await using folder = await StoreFolder.make();
    await symlink(path.join(folder.folder, "elsewhere.db"), folder.file);
    expect(await said(folder.file)).toMatchObject({
      code: "INVALID_CONFIG",
      message: containing("is a symbolic link"),
    });
    expect(await readdir(folder.folder)).toEqual(["secrets.db"]);
  });

  it("a link to a folder on the way, is followed", async () => {
    await using folder = await StoreFolder.make();
    await mkdir(path.join(folder.folder, "real"));
    await symlink("real", path.join(folder.folder, "link"));
    const file = path.join(folder.folder, "link", "secrets.db");
    await using manager = new LocalSecretsManager({ file, key }, { environment: {} });
    await manager.registerSecret(arbitrarySchema.create("db", {}));
    expect(await said(file)).toBe("nothing");
    expect(await readdir(path.join(folder.folder, "real"))).toEqual(["secrets.db"]);
  });

  it("a folder, is named", async () => {
    await using folder = await StoreFolder.make();
    expect(await said(folder.folder)).toMatchObject({
      code: "INVALID_CONFIG",
      message: containing(`${folder.folder} is no plain file`),
      hint: "give the path of a file",
    });
  });

  it("a path through a file, is named", async () => {
    await using folder = await StoreFolder.make();
    await writeFile(folder.file, "");
    expect(await said(path.join(folder.file, "secrets.db"))).toMatchObject({
      code: "INVALID_CONFIG",
      message: containing("a part of the path"),
    });
    expect(await said(path.join(folder.file, "deep", "secrets.db"))).toMatchObject({
      code: "INVALID_CONFIG",
    });
  });

  it("a database of another program, is named, and left alone", async () => {
    await using folder = await StoreFolder.make();
    const database = new DatabaseSync(folder.file);
    database.exec("CREATE TABLE cookies (name TEXT)");
    database.close();
    const before = await readFile(folder.file);
    expect(await said(folder.file)).toMatchObject({
      code: "INVALID_CONFIG",
      message: containing("is a database of another program"),
      hint: containing("give another path"),
    });
    expect((await readFile(folder.file)).equals(before)).toBe(true);
  });

  it("a file that is no database, is named, and left alone", async () => {
    await using folder = await StoreFolder.make();
    const content = "password: in plain text\n".repeat(100);
    await writeFile(folder.file, content);
    expect(await said(folder.file)).toMatchObject({
      code: "CORRUPT",
      message: containing("the file is no SQLite database"),
    });
    expect(await readFile(folder.file, "utf8")).toBe(content);
  });

  it("nothing, where only reading is wanted, is named, and nothing is made", async () => {
    await using folder = await StoreFolder.make();
    await using manager = new LocalSecretsManager(
      { file: folder.file, key, readOnly: true },
      { environment: {} },
    );
    await expect(manager.getAllSecretKeys()).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      message: containing(`there is no store at ${folder.file}`),
    });
    expect(await readdir(folder.folder)).toEqual([]);
  });
});
