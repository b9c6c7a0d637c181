import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { arbitrarySchema } from "@keykist/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { LocalSecretsManager, storeFile } from "../../src/index.ts";
import { KEY, makeStore, secret, type Source } from "../keys/made-store.ts";
import { containing } from "../containing.ts";
import { StoreFolder } from "../processes/store-folder.ts";

// What a program meets when it starts, and what it has to do. Each is put right while the manager lives, and then the manager works.

/** A store, the variables of the program, and what it configures. Both can be changed while the manager lives. */
interface Start {
  readonly file: string;
  readonly environment: Record<string, string>;
}

interface Trouble {
  readonly title: string;
  /** What the store was made with. */
  readonly made: Source;
  readonly begin: (start: Start) => void | Promise<void>;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly mend: (start: Start) => void | Promise<void>;
}

const OTHER_KEY = Buffer.alloc(32, 2).toString("base64");
const passphrase = "tulip";

const troubles: readonly Trouble[] = [
  {
    title: "no key",
    made: { key: KEY },
    begin: () => undefined,
    code: "UNAUTHENTICATED",
    message: "no key is set for the store",
    hint: "set KEYKIST_KEY",
    mend: ({ environment }) => {
      environment["KEYKIST_KEY"] = KEY;
    },
  },
  {
    title: "another key",
    made: { key: KEY },
    begin: ({ environment }) => {
      environment["KEYKIST_KEY"] = OTHER_KEY;
    },
    code: "UNAUTHENTICATED",
    message: "KEYKIST_KEY does not open the store",
    hint: "made with another key: set the one that belongs to it",
    mend: ({ environment }) => {
      environment["KEYKIST_KEY"] = KEY;
    },
  },
  {
    title: "a blank KEYKIST_KEY",
    made: { key: KEY },
    begin: ({ environment }) => {
      environment["KEYKIST_KEY"] = " ";
    },
    code: "INVALID_CONFIG",
    message: "KEYKIST_KEY is set, but empty",
    hint: "unset it to use another source",
    mend: ({ environment }) => {
      environment["KEYKIST_KEY"] = KEY;
    },
  },
  {
    title: "no passphrase, and nobody to ask for it",
    made: { passphrase },
    begin: () => undefined,
    code: "UNAUTHENTICATED",
    message: "no key is set for the store",
    hint: "set KEYKIST_PASSPHRASE",
    mend: ({ environment }) => {
      environment["KEYKIST_PASSPHRASE"] = passphrase;
    },
  },
  {
    title: "another passphrase",
    made: { passphrase },
    begin: ({ environment }) => {
      environment["KEYKIST_PASSPHRASE"] = "rose";
    },
    code: "UNAUTHENTICATED",
    message: "KEYKIST_PASSPHRASE does not open the store",
    hint: "made with another passphrase: correct it",
    mend: ({ environment }) => {
      environment["KEYKIST_PASSPHRASE"] = passphrase;
    },
  },
  ...["", "  "].map((blank): Trouble => ({
    title: `the KEYKIST_PASSPHRASE ${JSON.stringify(blank)}`,
    made: { passphrase },
    begin: ({ environment }) => {
      environment["KEYKIST_PASSPHRASE"] = blank;
    },
    code: "INVALID_CONFIG",
    message: "KEYKIST_PASSPHRASE is set, but empty",
    hint: "set a passphrase, or unset it",
    mend: ({ environment }) => {
      environment["KEYKIST_PASSPHRASE"] = passphrase;
    },
  })),
  {
    title: "no key file",
    made: {},
    begin: ({ file }) => rename(`${file}.key`, `${file}.moved`),
    code: "UNAUTHENTICATED",
    message: ".key is missing",
    hint: "put it back from a copy",
    mend: ({ file }) => rename(`${file}.moved`, `${file}.key`),
  },
  {
    title: "an empty key file",
    made: {},
    begin: async ({ file }) => {
      await rename(`${file}.key`, `${file}.moved`);
      await writeFile(`${file}.key`, "", { mode: 0o600 });
    },
    code: "INVALID_CONFIG",
    message: ".key is set, but empty",
    hint: "put the key file back from a copy",
    mend: ({ file }) => rename(`${file}.moved`, `${file}.key`),
  },
  {
    title: "a store that is gone",
    made: {},
    begin: ({ file }) => rename(file, `${file}.moved`),
    code: "UNAVAILABLE",
    message: "is missing, although its key file is there",
    hint: "restore the store from a copy",
    mend: ({ file }) => rename(`${file}.moved`, file),
  },
  {
    title: "a folder in the place of the store",
    made: {},
    begin: async ({ file }) => {
      await rename(file, `${file}.moved`);
      await mkdir(file);
    },
    code: "INVALID_CONFIG",
    message: "is no plain file",
    hint: "give the path of a file",
    mend: async ({ file }) => {
      await rm(file, { recursive: true });
      await rename(`${file}.moved`, file);
    },
  },
  {
    title: "a store that is damaged",
    made: {},
    begin: async ({ file }) => {
      await rename(file, `${file}.moved`);
      await writeFile(file, "not a store\n".repeat(100), { mode: 0o600 });
    },
    code: "CORRUPT",
    message: "is no SQLite database",
    hint: "restore it from a copy",
    mend: ({ file }) => rename(`${file}.moved`, file),
  },
];

/** What nobody has caught, while one test runs. */
function listenForUncaught(): readonly unknown[] {
  const uncaught: unknown[] = [];
  const remember = (reason: unknown): void => {
    uncaught.push(reason);
  };
  process.on("unhandledRejection", remember).on("uncaughtException", remember);
  onTestFinished(() => {
    process.off("unhandledRejection", remember).off("uncaughtException", remember);
  });
  return uncaught;
}

describe("a program that starts with", () => {
  it.each(troubles)(
    "$title, hears what to do, and its manager works once it is done",
    async ({ made, begin, code, message, hint, mend }) => {
      const uncaught = listenForUncaught();
      await using folder = await StoreFolder.make();
      const { file } = folder;
      await makeStore(file, made);
      const start: Start = { file, environment: {} };
      await begin(start);
      const manager = new LocalSecretsManager(
        { file },
        { environment: start.environment, announce: () => undefined },
      );
      {
        await using used = manager;
        const expected = { code, message: containing(message), hint: containing(hint) };
        await expect(used.getSecret("db")).rejects.toMatchObject(expected);
        await expect(used.getAllSecretKeys()).rejects.toMatchObject(expected);
        await expect(used.updateSecret(secret)).rejects.toMatchObject({
          ...expected,
          outcome: "not_applied",
        });
        await mend(start);
        expect((await used.getSecret("db")).name).toBe("db");
        await used.registerSecret(arbitrarySchema.create("other", {}));
      }
      await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "CLOSED" });
      await turn();
      expect(uncaught).toEqual([]);
    },
    20_000,
  );
});

describe("an option that is blank", () => {
  it.each(["", " "])("file: %j, is an error and not the working folder", async (file) => {
    await using manager = new LocalSecretsManager({ file, key: KEY }, { environment: {} });
    await expect(manager.getSecret("db")).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      message: containing("the option file is set, but empty"),
      hint: "name the file of the store, or leave the option out",
    });
  });

  it.each(["", " "])("keyFile: %j, is an error and not passed over", async (keyFile) => {
    await using folder = await StoreFolder.make();
    await makeStore(folder.file);
    await using manager = new LocalSecretsManager(
      { file: folder.file, keyFile },
      { environment: {} },
    );
    await expect(manager.getSecret("db")).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      message: containing("the option keyFile is set, but empty"),
    });
  });
});

describe("the default store", () => {
  it.each(["", "  ", "relative"])("is not in the working folder where HOME is %j", (home) => {
    const before = process.env["HOME"];
    process.env["HOME"] = home;
    try {
      const file = storeFile(undefined, {}, "linux");
      expect(path.isAbsolute(file)).toBe(true);
      expect(file.startsWith(process.cwd())).toBe(false);
    } finally {
      process.env["HOME"] = before;
    }
  });

  it("is not in the working folder where LOCALAPPDATA is blank", () => {
    const file = storeFile(undefined, { LOCALAPPDATA: "" }, "win32");
    expect(file.startsWith(homedir())).toBe(true);
  });

  it("is where XDG_DATA_HOME says, unless that is blank or relative", () => {
    const inHome = storeFile(undefined, {}, "linux");
    for (const folder of ["", " ", "data"]) {
      expect(storeFile(undefined, { XDG_DATA_HOME: folder }, "linux")).toBe(inHome);
    }
    expect(storeFile(undefined, { XDG_DATA_HOME: "/data" }, "linux")).toBe(
      path.resolve("/data/keykist/secrets.db"),
    );
  });
});
