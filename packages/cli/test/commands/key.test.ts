import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { documentOf, kist, makeStore, succeed } from "../kist.ts";
import { flavorModule, installCore } from "../modules.ts";
import { makePlace, type Place } from "../place.ts";
import { makeProject } from "../project.ts";
import { CTRL_C, ENTER, inTerminal } from "../terminal.ts";

const storeIn = (place: Place): string => path.join(place.home, ".local/share/keykist/secrets.db");

/** A default store with a secret in it. */
async function makeSecret(): Promise<Place> {
  const place = await makePlace();
  await makeStore(place);
  await succeed(place, ["register", "s", "k=v"]);
  return place;
}

async function keyIn(place: Place): Promise<string> {
  return (await readFile(`${storeIn(place)}.key`, "utf8")).trim();
}

const canRead = async (place: Place, environment?: Record<string, string>): Promise<boolean> =>
  (await kist(place, ["get", "s", "k"], { environment })).stdout === "v";

describe("kist key source", () => {
  test("says where the key comes from, and makes nothing", async () => {
    const place = await makePlace();
    const file = storeIn(place);
    const words = ["key", "source"];
    const from = `${file}.key`;
    const before = { file, expected: null, kind: "key-file", from, opens: null };
    expect(await documentOf(place, words)).toEqual(before);
    expect(await documentOf(place, words)).toEqual(before);
    await makeStore(place);
    expect(await documentOf(place, words)).toEqual({
      ...before,
      expected: "key-file",
      opens: true,
    });
    const environment = { KEYKIST_KEY: randomBytes(32).toString("base64") };
    const shown = await succeed(place, words, { environment });
    expect(shown).toMatch(/made with {2}key-file\nkey from +KEYKIST_KEY\nopens +no\n$/);
  });

  test("is of the local flavor only", async () => {
    const place = await makeProject({
      active: "a",
      managers: { a: { id: "1", flavor: "acme", config: {} } },
      flavors: { acme: "./acme.ts" },
    });
    await installCore(place);
    await place.write("acme.ts", flavorModule("acme"));
    for (const words of [["source"], ["export", "--yes"], ["rekey", "--to", "key-file"]]) {
      const ended = await kist(place, ["key", ...words]);
      expect([ended.exitCode, ended.stderr]).toEqual([
        9,
        "kist: the manager a is of the flavor acme, which keeps no key of its own; choose a local one: --manager NAME\n",
      ]);
    }
  });
});

describe("kist key export", () => {
  test("writes the key with --yes, and opens the store elsewhere", async () => {
    const place = await makeSecret();
    const key = await succeed(place, ["key", "export", "--yes"]);
    expect(key).toBe(`${await keyIn(place)}\n`);
    expect(await documentOf(place, ["key", "export", "--yes"])).toEqual({ key: key.trim() });
    expect(await canRead(place, { KEYKIST_KEY: key.trim() })).toBe(true);
  });

  test("without --yes refuses where nobody can be asked, and has a word typed at a terminal", async () => {
    const place = await makeSecret();
    const key = await keyIn(place);
    const refused = await kist(place, ["key", "export"]);
    expect([refused.exitCode, refused.stdout]).toEqual([2, ""]);
    for (const [keys, exitCode] of [
      [`yes${ENTER}`, 130],
      [CTRL_C, 130],
      [`export${ENTER}`, 0],
    ] as const) {
      const terminal = inTerminal(place, ["key", "export"]);
      await terminal.shows("Type export to go on");
      terminal.type(keys);
      expect(await terminal.end()).toBe(exitCode);
      expect(terminal.screen().includes(key)).toBe(exitCode === 0);
    }
  });
});

describe("kist key rekey", () => {
  test("to a new key file, and says what to keep", async () => {
    const place = await makeSecret();
    const before = await keyIn(place);
    const stdout = await succeed(place, ["key", "rekey", "--to", "key-file"]);
    expect(stdout).toContain("Sealed 1 state of");
    expect(stdout).toContain(`Keep a copy of ${storeIn(place)}.key apart from the store.`);
    expect(await keyIn(place)).not.toBe(before);
    expect(await canRead(place)).toBe(true);
  });

  test("to a passphrase, which is asked for twice and not shown", async () => {
    const place = await makeSecret();
    const terminal = inTerminal(place, ["key", "rekey", "--to", "passphrase"]);
    await terminal.shows("New passphrase");
    terminal.type(`hunter2${ENTER}`);
    await terminal.shows("again");
    terminal.type(`hunter2${ENTER}`);
    await terminal.shows("Keep the passphrase");
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).not.toContain("hunter");
    expect(await canRead(place, { KEYKIST_PASSPHRASE: "hunter2" })).toBe(true);
    expect(await canRead(place)).toBe(false);
  });

  test("to a passphrase that is typed differently changes nothing", async () => {
    const place = await makeSecret();
    const terminal = inTerminal(place, ["key", "rekey", "--to", "passphrase"]);
    await terminal.shows("New passphrase");
    terminal.type(`hunter2${ENTER}`);
    await terminal.shows("again");
    terminal.type(`hunter3${ENTER}`);
    await terminal.shows("the two passphrases differ, and nothing was changed");
    expect(await terminal.end()).toBe(6);
    expect(await canRead(place)).toBe(true);
  });

  test("to a key or a passphrase from stdin or a file, without the newline at its end", async () => {
    const place = await makeSecret();
    const key = randomBytes(32).toString("base64");
    const report = await documentOf(place, ["key", "rekey", "--to", "key", "--value", "-"], {
      input: `${key}\n`,
    });
    expect(report).toMatchObject({ source: "key", states: 1, keyFile: null });
    expect(await canRead(place, { KEYKIST_KEY: key })).toBe(true);
    await place.write("phrase", "hunter2\n");
    const stdout = await succeed(
      place,
      ["key", "rekey", "--to", "passphrase", "--value", "@phrase"],
      { environment: { KEYKIST_KEY: key } },
    );
    expect(stdout).toContain("KEYKIST_KEY comes before it, and does not open the store any more");
    expect(await canRead(place, { KEYKIST_PASSPHRASE: "hunter2" })).toBe(true);
  });

  test("that is interrupted while it waits for the store changes nothing", async () => {
    const place = await makeSecret();
    const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
    const other = new DatabaseSync(storeIn(place));
    onTestFinished(() => {
      other.close();
    });
    other.exec("BEGIN IMMEDIATE");
    const terminal = inTerminal(place, ["key", "rekey", "--to", "key-file"]);
    await terminal.shows("Sealing everything again");
    terminal.type(CTRL_C);
    expect(await terminal.end()).toBe(130);
    other.exec("ROLLBACK");
    expect(await canRead(place)).toBe(true);
  });

  test("asks for the passphrase of before, at which ctrl-C ends it", async () => {
    const place = await makeSecret();
    await place.write("phrase", "hunter2");
    await succeed(place, ["key", "rekey", "--to", "passphrase", "--value", "@phrase"]);
    for (const [keys, exitCode] of [
      [CTRL_C, 130],
      [`hunter2${ENTER}`, 0],
    ] as const) {
      const terminal = inTerminal(place, ["key", "rekey", "--to", "key-file"]);
      await terminal.shows("Passphrase of the store");
      terminal.type(keys);
      expect(await terminal.end()).toBe(exitCode);
    }
    expect(await canRead(place)).toBe(true);
  });

  test.each([
    ["nothing", ["rekey"], 2, /--to is missing; .*key-file, passphrase, key/],
    [
      "another kind",
      ["rekey", "--to", "hunter2"],
      2,
      /--to takes one of: key-file, passphrase, key/,
    ],
    [
      "a passphrase without a terminal",
      ["rekey", "--to", "passphrase"],
      2,
      /no terminal to ask for the passphrase at/,
    ],
    [
      "a passphrase on the command line",
      ["rekey", "--to", "passphrase", "--value", "hunter2"],
      2,
      /--value takes @FILE/,
    ],
    ["an empty passphrase", ["rekey", "--to", "passphrase", "--value", "-"], 6, /set, but empty/],
    ["a key that is none", ["rekey", "--to", "key", "--value", "@x"], 6, /is no key/],
    [
      "a file that is missing",
      ["rekey", "--to", "key", "--value", "@y"],
      6,
      /there is no such file/,
    ],
    [
      "a value for a key file",
      ["rekey", "--to", "key-file", "--value", "-"],
      2,
      /does not go with/,
    ],
  ])("refuses %s", async (_what, words, exitCode, message) => {
    const place = await makeSecret();
    await place.write("x", "hunter2");
    const ended = await kist(place, ["key", ...words]);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).toMatch(/^kist: [^\n]+\n$/);
    expect(ended.stderr).not.toContain("hunter");
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, ""]);
    expect(await canRead(place)).toBe(true);
  });

  test("of a store that is not there, or that another key opens, fails and makes nothing", async () => {
    const place = await makePlace();
    const none = await kist(place, ["key", "rekey", "--to", "key-file"]);
    expect(none.exitCode).not.toBe(0);
    expect(none.stderr).toMatch(/^kist: [^\n]+\n$/);
    await makeStore(place);
    const environment = { KEYKIST_KEY: randomBytes(32).toString("base64") };
    const wrong = await kist(place, ["key", "export", "--yes"], { environment });
    expect([wrong.exitCode, wrong.stdout]).toEqual([7, ""]);
  });
});
