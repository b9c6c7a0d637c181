import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { chmod, lchown, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { rekey } from "@keykist/local";
import { describe, expect, test } from "vitest";
import { BIN, kist, makeStore, storeFile } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";

// What a person meets at the start with a local store: each has its exit code, and says the next step.

const KEY = Buffer.alloc(32, 5).toString("base64");
const OTHER_KEY = Buffer.alloc(32, 6).toString("base64");

interface Trouble {
  readonly title: string;
  /** What the store is given before. Default: a key file. */
  readonly opens?: { readonly key: string } | { readonly passphrase: string };
  readonly begin?: (file: string) => Promise<void>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly exitCode: number;
  readonly says: string;
  readonly next: string;
}

const troubles: readonly Trouble[] = [
  {
    title: "no key",
    opens: { key: KEY },
    exitCode: 7,
    says: "no key is set for the store",
    next: "set KEYKIST_KEY",
  },
  {
    title: "another key",
    opens: { key: KEY },
    environment: { KEYKIST_KEY: OTHER_KEY },
    exitCode: 7,
    says: "KEYKIST_KEY does not open the store",
    next: "made with another key: set the one that belongs to it",
  },
  {
    title: "a blank key",
    opens: { key: KEY },
    environment: { KEYKIST_KEY: " " },
    exitCode: 6,
    says: "KEYKIST_KEY is set, but empty",
    next: "unset it to use another source",
  },
  {
    title: "no passphrase, and no terminal",
    opens: { passphrase: "tulip" },
    exitCode: 7,
    says: "no key is set for the store",
    next: "set KEYKIST_PASSPHRASE",
  },
  {
    title: "another passphrase",
    opens: { passphrase: "tulip" },
    environment: { KEYKIST_PASSPHRASE: "rose" },
    exitCode: 7,
    says: "KEYKIST_PASSPHRASE does not open the store",
    next: "made with another passphrase: correct it",
  },
  {
    title: "a blank passphrase",
    opens: { passphrase: "tulip" },
    environment: { KEYKIST_PASSPHRASE: " " },
    exitCode: 6,
    says: "KEYKIST_PASSPHRASE is set, but empty",
    next: "set a passphrase, or unset it",
  },
  {
    title: "no key file",
    begin: (file) => rename(`${file}.key`, `${file}.moved`),
    exitCode: 7,
    says: ".key is missing",
    next: "put it back from a copy",
  },
  {
    title: "an empty key file",
    begin: (file) => writeFile(`${file}.key`, ""),
    exitCode: 6,
    says: ".key is set, but empty",
    next: "put the key file back from a copy",
  },
  {
    title: "a store that is gone",
    begin: (file) => rename(file, `${file}.moved`),
    exitCode: 8,
    says: "is missing, although its key file is there",
    next: "restore the store from a copy",
  },
  {
    title: "a store that is damaged",
    begin: (file) => writeFile(file, "not a store\n".repeat(100)),
    exitCode: 1,
    says: "is no SQLite database",
    next: "restore it from a copy",
  },
];

describe("kist, with", () => {
  test.each(troubles)(
    "$title, ends with $exitCode and says what to do",
    async ({ opens, begin, environment, exitCode, says, next }) => {
      const place = await makePlace();
      await makeStore(place, { db: { password: "tulip" } });
      const file = storeFile(place);
      if (opens !== undefined) {
        const to =
          "key" in opens
            ? { kind: "key" as const, ...opens }
            : { kind: "passphrase" as const, ...opens };
        await rekey({ file }, to, { environment: {} });
        await rename(`${file}.key`, `${file}.former`);
      }
      await begin?.(file);
      for (const words of [["get", "db", "password"], ["list"], ["register", "x", "k=-"]]) {
        const ended = await kist(place, words, {
          ...(environment && { environment }),
          input: "hunter2",
        });
        expect(ended).toMatchObject({ exitCode, stdout: "" });
        expect(ended.stderr).toContain(says);
        expect(ended.stderr).toContain(next);
        expect(ended.stderr).not.toMatch(/ {4}at /);
      }
    },
  );
});

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
/** A user whom the system does not know. */
const STRANGER = 54_321;

describe.runIf(isRoot)("kist, of a user without a home", () => {
  test("ends with 6 and says how to name a store", async () => {
    const place = await makePlace();
    const root = path.dirname(place.home);
    for (const each of ["", "home", "work", "tmp"]) {
      await lchown(path.join(root, each), STRANGER, STRANGER);
    }
    const { HOME: _home, XDG_DATA_HOME: _data, ...environment } = place.environment;
    const ended = await asUser(STRANGER, { ...place, environment }, ["list"]);
    expect(ended).toMatchObject({ exitCode: 6, stdout: "" });
    expect(ended.stderr).toContain("the user has no home folder to keep the store in");
    expect(ended.stderr).toContain("set HOME, or name the store with the option file");
  });
});

describe.skipIf(process.platform === "win32")("kist, of a user who may not", () => {
  test.each([
    ["read the store", { "secrets.db": 0 }, "secrets.db may not be read"],
    ["read the key file", { "secrets.db.key": 0 }, "secrets.db.key may not be read"],
    ["enter the folder", { ".": 0 }, "may not be entered"],
  ])("%s, ends with 7 and names the file", async (_what, modes, says) => {
    const place = await placeOfNobody(modes);
    const ended = await asNobody(place, ["get", "db", "password"]);
    expect(ended).toMatchObject({ exitCode: 7, stdout: "" });
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).toContain("permissions");
  });

  test("write into the folder, reads, and ends with 7 where it would write", async () => {
    const place = await placeOfNobody({ ".": 0o500 });
    expect(await asNobody(place, ["get", "db", "password"])).toMatchObject({
      exitCode: 0,
      stdout: "tulip",
    });
    const ended = await asNobody(place, ["register", "new", "--values", "{}"]);
    expect(ended).toMatchObject({ exitCode: 7, stdout: "" });
    expect(ended.stderr).toContain("the folder of the store can be read, but not written");
    expect(ended.stderr).toContain("make the folder writable for you");
  });
});

/** A place with a store that belongs to a user who may not do everything. */
async function placeOfNobody(modes: Readonly<Record<string, number>>): Promise<Place> {
  const place = await makePlace();
  await makeStore(place, { db: { password: "tulip" } });
  const root = path.dirname(place.home);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" });
  if (isRoot) {
    for (const each of ["", ...names]) await lchown(path.join(root, each), NOBODY, NOBODY);
  }
  const folder = path.dirname(storeFile(place));
  for (const [name, mode] of Object.entries(modes)) await chmod(path.join(folder, name), mode);
  return place;
}

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function asNobody(place: Place, words: readonly string[]): Promise<Ended> {
  return asUser(NOBODY, place, words);
}

async function asUser(user: number, place: Place, words: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd: place.folder,
    env: { ...place.environment },
    stdio: ["ignore", "pipe", "pipe"],
    ...(isRoot ? { uid: user, gid: user } : {}),
  });
  const exit = once(child, "exit");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exit;
  return { exitCode: child.exitCode, stdout, stderr };
}
