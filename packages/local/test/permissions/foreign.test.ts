import { readFileSync } from "node:fs";
import { chmod, chown, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { arbitrarySchema } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { LocalSecretsManager } from "../../src/index.ts";
import { containing } from "../containing.ts";
import { StoreFolder } from "../processes/store-folder.ts";
import type { Report } from "./programs/act.ts";
import { NOBODY, runAct } from "./run-act.ts";

// What others can do who may write to the folder of a store. Only root can make files of other users.

const isRoot = process.getuid?.() === 0;
/** A user of every Linux who has a group of the same name, with nobody else in it. */
const DAEMON = 1;
const hasPrivateGroup = isRoot && /^daemon:[^:]*:1:$/mu.test(list("/etc/group"));
const OTHER = 4242;

function list(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

interface Place extends AsyncDisposable {
  readonly folder: string;
  readonly file: string;
  act(task?: Partial<Parameters<typeof runAct>[0]>): Promise<Report>;
  chown(name: string, user: number, group?: number): Promise<void>;
  chmod(name: string, mode: number): Promise<void>;
}

/** A store with one secret and its key file, in a folder of its own; everything belongs to one user. */
async function place(user: number = NOBODY): Promise<Place> {
  const store = await StoreFolder.make();
  const folder = path.join(store.folder, "data");
  const file = path.join(folder, "secrets.db");
  const quiet = { environment: {}, announce: () => undefined };
  {
    await using manager = new LocalSecretsManager({ file }, quiet);
    await manager.registerSecret(arbitrarySchema.create("db", { password: "…" }));
  }
  const names = (await readdir(folder)).map((name) => path.join(folder, name));
  if (isRoot) for (const each of [store.folder, folder, ...names]) await chown(each, user, user);
  return {
    folder,
    file,
    act: (task) => runAct({ file, user: isRoot ? user : undefined, ...task }),
    chown: (name, owner, group = owner) => chown(path.join(folder, name), owner, group),
    chmod: (name, mode) => chmod(path.join(folder, name), mode),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

const allowed: Report = { read: {}, write: {} };

describe.skipIf(process.platform === "win32")("a folder that others can write to", () => {
  it.each([
    ["0777", 0o777],
    ["1777", 0o1777],
    ["0775", 0o775],
    ["0757", 0o757],
  ])(
    "with mode %s, is refused for a store, and nothing is read or written",
    async (shown, mode) => {
      await using store = await place();
      await store.chmod(".", mode);
      const before = await readFile(store.file);
      const { read, write } = await store.act();
      const refused = {
        code: "PERMISSION_DENIED",
        message: containing(`other users can write to the folder ${store.folder} (mode ${shown})`),
      };
      expect(read).toMatchObject(refused);
      expect(write).toMatchObject({ ...refused, outcome: "not_applied" });
      expect((await readFile(store.file)).equals(before)).toBe(true);
    },
    20_000,
  );

  it("is refused for a store that is to be made, and neither store nor key is made", async () => {
    await using store = await place();
    const shared = path.join(store.folder, "shared");
    await mkdir(shared);
    if (isRoot) await chown(shared, NOBODY, NOBODY);
    await chmod(shared, 0o777);
    const { write } = await store.act({ file: path.join(shared, "secrets.db") });
    expect(write).toMatchObject({
      code: "PERMISSION_DENIED",
      message: containing(`other users can write to the folder ${shared} (mode 0777)`),
      hint: containing(`chmod go-w ${shared}`),
      outcome: "not_applied",
    });
    expect(await readdir(shared)).toEqual([]);
  }, 20_000);

  it("is refused above the folder of a store, where that could be exchanged", async () => {
    await using store = await place();
    const above = path.dirname(store.folder);
    await chmod(above, 0o777);
    expect((await store.act()).read).toMatchObject({
      code: "PERMISSION_DENIED",
      message: containing(`other users can write to the folder ${above} (mode 0777)`),
    });
    await chmod(above, 0o1777);
    expect(await store.act()).toEqual(allowed);
  }, 20_000);

  it("is good enough for a key file if it is sticky, as others cannot exchange the file", async () => {
    await using store = await place();
    const shared = path.join(path.dirname(store.folder), "shared");
    await mkdir(shared);
    await chmod(shared, 0o1777);
    const keyFile = path.join(shared, "store.key");
    await writeFile(keyFile, await readFile(`${store.file}.key`), { mode: 0o600 });
    if (isRoot) await chown(keyFile, NOBODY, NOBODY);
    expect(await store.act({ keyFile })).toEqual(allowed);
    await chmod(shared, 0o777);
    expect((await store.act({ keyFile })).read).toMatchObject({ code: "PERMISSION_DENIED" });
  }, 20_000);

  it.runIf(hasPrivateGroup)(
    "is nobody else's if its group is the user's own",
    async () => {
      await using store = await place(DAEMON);
      await store.chmod(".", 0o775);
      await store.chmod("secrets.db", 0o660);
      expect(await store.act()).toEqual(allowed);
      await store.chown(".", DAEMON, 2);
      expect((await store.act()).read).toMatchObject({ code: "PERMISSION_DENIED" });
    },
    20_000,
  );
});

describe.skipIf(process.platform === "win32")("a file that others can write to", () => {
  it.each(["secrets.db", "secrets.db.key"])("such as %s, is refused", async (name) => {
    await using store = await place();
    await store.chmod(name, 0o666);
    expect((await store.act()).read).toMatchObject({
      code: "PERMISSION_DENIED",
      message: containing(`other users can write to ${path.join(store.folder, name)} (mode 0666)`),
      hint: `chmod go-w ${path.join(store.folder, name)}`,
    });
  });
});

describe.runIf(isRoot)("a file of another user", () => {
  it("a key file that was planted, makes no store", async () => {
    await using store = await place();
    const folder = path.join(store.folder, "new");
    await mkdir(folder);
    await chown(folder, NOBODY, NOBODY);
    const file = path.join(folder, "secrets.db");
    await writeFile(`${file}.key`, `${Buffer.alloc(32, 3).toString("base64")}\n`, { mode: 0o644 });
    await chown(`${file}.key`, OTHER, OTHER);
    expect((await store.act({ file })).write).toMatchObject({
      code: "PERMISSION_DENIED",
      message: containing(`${file}.key belongs to another user (${OTHER})`),
      hint: containing("find out who put it there"),
      outcome: "not_applied",
    });
    expect(await readdir(folder)).toEqual(["secrets.db.key"]);
  }, 20_000);

  it("a store that was planted, is given no secret", async () => {
    await using store = await place();
    await store.chown("secrets.db", OTHER);
    await store.chmod("secrets.db", 0o666);
    const before = await readFile(store.file);
    const { read, write } = await store.act();
    const refused = {
      code: "PERMISSION_DENIED",
      message: containing(`${store.file} belongs to another user (${OTHER})`),
    };
    expect(read).toMatchObject(refused);
    expect(write).toMatchObject(refused);
    expect((await readFile(store.file)).equals(before)).toBe(true);
  }, 20_000);

  it.each(["-journal", "-wal"])(
    "%s that was planted, is not played back",
    async (end) => {
      await using store = await place();
      const journal = `${store.file}${end}`;
      await writeFile(journal, hotJournal(), { mode: 0o666 });
      await chown(journal, OTHER, OTHER);
      const before = await readFile(store.file);
      expect((await store.act()).read).toMatchObject({
        code: "PERMISSION_DENIED",
        message: containing(`${journal} belongs to another user (${OTHER})`),
      });
      expect((await readFile(store.file)).equals(before)).toBe(true);
    },
    20_000,
  );

  it("a folder, is refused", async () => {
    await using store = await place();
    await store.chown(".", OTHER);
    await store.chmod(".", 0o755);
    expect((await store.act()).read).toMatchObject({
      code: "PERMISSION_DENIED",
      message: containing(`the folder ${store.folder} belongs to another user (${OTHER})`),
    });
  }, 20_000);

  it("is right if it is root's: a store and a key that the administrator handed out", async () => {
    await using store = await place();
    for (const name of [".", "secrets.db", "secrets.db.key"]) await store.chown(name, 0);
    await store.chmod(".", 0o755);
    await store.chmod("secrets.db", 0o644);
    await store.chmod("secrets.db.key", 0o644);
    expect((await store.act({ readOnly: true })).read).toEqual({});
  }, 20_000);
});

/** A journal that says that the database had one page, of zeroes: SQLite would cut the store to it. */
function hotJournal(): Buffer {
  const sector = Buffer.alloc(512);
  Buffer.from([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]).copy(sector);
  sector.writeUInt32BE(0, 8); // records
  sector.writeUInt32BE(7, 12); // nonce
  sector.writeUInt32BE(1, 16); // pages before
  sector.writeUInt32BE(512, 20);
  sector.writeUInt32BE(4096, 24);
  return sector;
}
