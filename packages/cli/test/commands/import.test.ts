import { parseEnv } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDotenv } from "../../src/files/read-dotenv.ts";
import { failureIn, refusal } from "../failure-line.ts";
import { documentOf, kist, makeStore, openStore, storeContents, succeed } from "../kist.ts";
import { makePlace } from "../place.ts";
import { scriptedFlavor } from "../scripted-flavor.ts";
import { CTRL_C, inTerminal } from "../terminal.ts";

const LEFTOVER =
  ".env still holds the values in the clear: remove it, or at least keep it out of version control.\n";

const DOTENV = `# a web service
export PORT=8080
URL=postgres://app:p$w@db/x # not \${EXPANDED}
QUOTED='it has # and $HOME'
DOUBLE="two\\nlines"
PEM="-----BEGIN KEY-----
abc+/=
-----END KEY-----"
EMPTY=
TWICE=first
TWICE=second
dashed-key=x
a line without any sign
`;

describe("kist import of a .env file", () => {
  test("keeps what node --env-file reads, expands nothing, and says what to do with the file", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(".env", DOTENV);
    expect(await succeed(place, ["import", ".env", "--as", "web"])).toBe(
      `Registered web (8 keys).\n${LEFTOVER}`,
    );
    expect(await storeContents(place)).toEqual({ web: { ...parseEnv(DOTENV) } });
    expect(await succeed(place, ["get", "web", "PEM"])).toBe(
      "-----BEGIN KEY-----\nabc+/=\n-----END KEY-----",
    );
    expect(await place.read(".env")).toBe(DOTENV);
  });

  test("changes nothing the second time, and says so", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(".env", DOTENV);
    const first = await documentOf(place, ["import", ".env", "--as", "web"]);
    expect(await succeed(place, ["import", ".env", "--as", "web"])).toBe(
      `web is as in the file already (8 keys); nothing was written.\n${LEFTOVER}`,
    );
    await using manager = openStore(place);
    const [{ revision } = { revision: "" }, ...earlier] = await manager.getSecretHistory("web");
    expect(earlier).toEqual([]);
    expect(first).toEqual([{ name: "web", revision, result: "registered" }]);
    expect(await documentOf(place, ["import", ".env", "--as", "web"])).toEqual([
      { name: "web", revision, result: "unchanged" },
    ]);
  });

  test("names the keys that differ and asks before it updates; without a terminal it needs --yes", async () => {
    const place = await makePlace();
    await makeStore(place, { web: { SAME: "s", CHANGED: "old", GONE: "g" } });
    await place.write(".env", "SAME=s\nCHANGED=hunter2\nNEW=hunter2\n");
    const words = ["import", ".env", "--as", "web"];
    const what = "web (adds NEW; changes CHANGED; removes GONE)";
    const refused = await kist(place, words);
    expect(failureIn(refused)).toEqual(
      refusal(2, /^kist: updating web \(adds NEW; .* has to be agreed to/),
    );
    expect(refused.stderr).toContain(what);
    expect(refused.stderr).not.toContain("hunter2");

    for (const answer of ["n", CTRL_C]) {
      const terminal = inTerminal(place, words);
      await terminal.shows(`There already, with other values: ${what}. Update?`);
      terminal.type(answer);
      expect(await terminal.end()).toBe(130);
      expect(terminal.screen()).not.toContain("hunter2");
    }
    expect(await storeContents(place)).toMatchObject({ web: { CHANGED: "old" } });

    const terminal = inTerminal(place, words);
    await terminal.shows("Update?");
    terminal.type("y");
    expect(await terminal.end()).toBe(0);
    const after = { web: { SAME: "s", CHANGED: "hunter2", NEW: "hunter2" } };
    expect(await storeContents(place)).toEqual(after);

    await place.write(".env", "SAME=t\n");
    expect(await succeed(place, [...words, "--yes"])).toBe(`Updated web (now 1 key).\n${LEFTOVER}`);
    expect(await storeContents(place)).toEqual({ web: { SAME: "t" } });
  });

  test("does not overwrite what somebody else changes after the question", async () => {
    const place = await makePlace();
    await makeStore(place, { web: { A: "old" } });
    await place.write(".env", "A=new\n");
    const config = await scriptedFlavor(
      place,
      `async doReplace(...words) {
         if (once()) await other().modifySecret("web", () => ({ A: "theirs" }));
         return super.doReplace(...words);
       }`,
    );
    const words = ["import", ".env", "--as", "web", "--yes", ...config];
    expect(failureIn(await kist(place, words))).toEqual(
      refusal(5, /cannot update "web": it was changed/),
    );
    expect(await storeContents(place)).toEqual({ web: { A: "theirs" } });
  });

  test("checks it with --schema, and keeps the type of a secret that is there", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(".env", "username=app\npassword=x\n");
    const words = ["import", ".env", "--as", "db"];
    await succeed(place, [...words, "--schema", "basic_auth"]);
    await place.write(".env", "username=app\npassword=y\n");
    await succeed(place, [...words, "--yes"]);
    await using manager = openStore(place);
    expect(await manager.describeSecret("db")).toMatchObject({ type: "basic_auth" });
    expect(failureIn(await kist(place, [...words, "--schema", "tls"]))).toEqual(
      refusal(6, /is there with the schema type "basic_auth", not "tls"/),
    );
    await place.write("bad.env", "username=app\n");
    expect(
      failureIn(await kist(place, ["import", "bad.env", "--as", "new", "--schema", "basic_auth"])),
    ).toEqual(refusal(6, /password: missing/));
  });

  test("reads stdin, and has no file to speak of then", async () => {
    const place = await makePlace();
    await makeStore(place);
    const stdout = await succeed(place, ["import", "-", "--as", "web"], { input: "A=1\n" });
    expect(stdout).toBe("Registered web (1 key).\n");
    const json = ["import", "-", "--as", "web", "--format", "json"];
    expect(await succeed(place, json, { input: '{ "A": "1" }' })).toContain("nothing was written");
  });
});

describe("reading a .env file", () => {
  test("reads any text as Node does, or refuses what is no key", () => {
    const line = fc.array(
      fc.oneof(
        fc.constantFrom("A", "B", "=", "'", '"', "`", "#", " ", "\n", "\\n", "\r", "export ", "x"),
        fc.string({ unit: "grapheme", maxLength: 3 }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(line, (pieces) => {
        const text = `FIRST=1\n${pieces.join("")}`;
        const expected = Object.entries(parseEnv(text));
        const wrong = expected.filter(([key]) => !/^[A-Za-z_][A-Za-z0-9_-]{0,127}$/.test(key));
        if (wrong.length > 0) expect(() => readDotenv(text, "x")).toThrow("there is no key before");
        else expect([...readDotenv(text, "x")]).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test.each<[what: string, text: string, entries: Readonly<Record<string, string>>]>([
    ["a byte order mark is left out", "\uFEFFA=1\nB=2", { A: "1", B: "2" }],
    ["export before a key is left out", "export A=1\nexport   B=2", { A: "1", B: "2" }],
    ["of a key that is there twice the last counts", "A=1\nA=2", { A: "2" }],
    ["carriage returns are dropped", "A=1\r\nB='x\r\ny'\r\n", { A: "1", B: "x\ny" }],
    ["a NUL is kept", "A='x\0y'", { A: "x\0y" }],
    ["a line without = is skipped", "words\nA=1", { A: "1" }],
  ])("%s", (_what, text, entries) => {
    expect(Object.fromEntries(readDotenv(text, "x"))).toEqual(entries);
  });

  test.each([
    ["a key with a dot", "A=1\nmy.key=hunter2\n", "line 2"],
    ["a key that begins with a digit", "1A=hunter2", "line 1"],
    ["a piece of a value that is not quoted", "KEY=-----BEGIN\nhunter2/abc==\n-----END", "line 2"],
    ["a key that Node loses", "A=1\nexport __proto__=hunter2\n", "line 2"],
    ["several", "a.b=1\nA=1\nhunter2 x=1\r\na.b=2", "lines 1, 3, 4"],
  ])("refuses %s, naming the line and not what is in it", (_what, text, where) => {
    const read = (): unknown => readDotenv(text, '".env"');
    expect(read).toThrow(`cannot import ".env": there is no key before the = of ${where}`);
    expect(read).not.toThrow("hunter2");
  });
});

/** A secret as the JSON files have it. */
function secret(name: string, type: string): object {
  return { name, type, content: { K: "v" } };
}

describe("kist import of a JSON file", () => {
  test("keeps an object of strings as one secret", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write("one.json", '\uFEFF{ "A": "1", "b-c": "two\\nlines" }');
    await succeed(place, ["import", "one.json", "--as", "web"]);
    expect(await storeContents(place)).toEqual({ web: { A: "1", "b-c": "two\nlines" } });
  });

  test("renames the one secret of an export with --as", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write("x.json", '[{ "name": "a", "type": "arbitrary", "content": { "K": "v" } }]');
    await succeed(place, ["import", "x.json", "--as", "b"]);
    expect(await storeContents(place)).toEqual({ b: { K: "v" } });
  });

  test("goes on past a secret that cannot be kept, reports it, and a second run has only that left", async () => {
    const place = await makePlace();
    await makeStore(place);
    const secrets = [secret("a", "arbitrary"), secret("b", "basic_auth"), secret("c", "arbitrary")];
    await place.write("x.json", JSON.stringify(secrets));
    const ended = await kist(place, ["import", "x.json"]);
    expect(ended.stdout).toContain("Registered a (1 key).\nRegistered c (1 key).\n");
    expect(ended.stderr).toMatch(
      /^kist: the secret "b" does not fit the schema "basic_auth"[^\n]+\n$/,
    );
    expect(ended.exitCode).toBe(6);
    const again = await kist(place, ["import", "x.json"]);
    expect(again.stdout).toContain("a is as in the file already");
    expect(again.exitCode).toBe(6);
  });
});
