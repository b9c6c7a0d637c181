import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
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
`;

describe("kist import of a .env file", () => {
  test("keeps what node --env-file reads, expands nothing, and says what to do with the file", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(".env", DOTENV);
    expect(await kist(place, ["import", ".env", "--as", "web"])).toMatchObject({
      exitCode: 0,
      stdout: `Registered web (8 keys).\n${LEFTOVER}`,
      stderr:
        '".env", line 10: the same key follows further down, and counts\n' +
        '".env", lines 3, 5, 12: a shell would read another value, or none\n',
    });
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
    expect(await succeed(place, ["import", ".env", "--as", "web", "--quiet"])).toBe("");
    const again = await kist(place, ["import", ".env", "--as", "web"]);
    expect(again.stdout).toBe(
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
      refusal(5, /cannot update "web": someone else has changed it since/),
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

describe("what of a .env file would be lost", () => {
  type Lost = readonly [what: string, text: string, reason: string, whole: string];
  const hash = "everything from its # is left out";
  const behind = "what follows the closing quote is left out";
  test.each<Lost>([
    ["a colon for a sign", "A: hunter2\nB=1\n", "line 1: it is not KEY=VALUE", "dotenv"],
    ["quotes in quotes", 'B="x "hunter2" z"\n', `line 1: ${behind}`, "docker"],
    [
      "a PEM without quotes",
      "K=-----BEGIN KEY-----\nhunter2==\n-----END KEY-----\n",
      "line 1: a value of several lines needs quotes; line 3: it is not KEY=VALUE",
      "",
    ],
    ["a # in a password", "PW=ab#hunter2\n", `line 1: ${hash}`, "shell or --dialect docker"],
    ["a color", "COLOR=#ff0000\n", `line 1: ${hash}`, "shell or --dialect docker"],
    ["shell quotes", String.raw`PW='it'\''s hunter2'`, `line 1: ${behind}`, "shell"],
    ["JSON in escapes", String.raw`K="{\"hunter2\":1}"`, `line 1: ${behind}`, "shell"],
    [
      "a continued line",
      "A=one \\\n  hunter2\n",
      "line 1: it ends with a backslash, and the next line is not joined to it; line 2: it is not KEY=VALUE",
      "",
    ],
    [
      "a key with a dot",
      "A=1\nmy.key=hunter2\n",
      "line 2: what stands before its = is not a valid key",
      "",
    ],
    [
      "a key that is a number",
      "1A=hunter2\n",
      "line 1: what stands before its = is not a valid key",
      "",
    ],
    [
      "a key that Node loses",
      "A=1\n__proto__=hunter2\n",
      "line 2: what stands before its = is not",
      "",
    ],
    [
      "a blank behind the sign",
      "A= \nB=hunter2\n",
      "line 1: its value is taken from the next",
      "shell",
    ],
    [
      "an export of nothing",
      "export A=\nB=hunter2\n",
      "line 1: what stands before its = is not",
      "dotenv or --dialect shell",
    ],
    [
      "a lone carriage return",
      "A='x\rhunter2'\n",
      "line 1: a carriage return in it is left out",
      "shell",
    ],
  ])("%s: named by line and reason, and nothing is written", async (_what, text, reason, whole) => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(".env", text);
    const words = ["import", ".env", "--as", "web"];
    const ended = await kist(place, words);
    expect(ended).toMatchObject({ exitCode: 6, stdout: "" });
    expect(ended.stderr).toContain(`kist: cannot import ".env" whole: ${reason}`);
    expect(ended.stderr).toContain("; nothing was written; ");
    const quotes = "put quotes around a value that holds a #";
    expect(ended.stderr.includes(quotes)).toBe(reason.includes(hash));
    expect(ended.stderr).not.toContain("hunter2");
    if (whole !== "") expect(ended.stderr).toContain(`--dialect ${whole}`);
    expect(await storeContents(place)).toEqual({});
    const lossy = await kist(place, [...words, "--lossy"]);
    expect(lossy.stderr).toContain('kist: ".env", line');
    expect(lossy.stderr).not.toContain("hunter2");
    const { ["__proto__"]: _lost, ...entries } = parseEnv(text);
    const kept = Object.entries(entries).filter(([key]) => /^[A-Za-z_][\w-]*$/.test(key));
    expect(lossy.exitCode).toBe(0);
    expect(await storeContents(place)).toEqual({ web: Object.fromEntries(kept) });
  });

  test("is named before anything is asked, and the file has to be kept then", async () => {
    const place = await makePlace();
    await makeStore(place, { web: { A: "old" } });
    await place.write(".env", "A=new#hunter2\n");
    const terminal = inTerminal(place, ["import", ".env", "--as", "web", "--lossy"]);
    await terminal.shows('".env", line 1: everything from its # is left out');
    await terminal.shows("Update?");
    terminal.type("y");
    await terminal.shows("and what was left out: save that elsewhere before you remove the file");
    expect(await terminal.end()).toBe(0);
  });

  test.each([
    ["A=1 # a note\nB='x' # another\nC= # nothing\n", {}],
    ["A=x\nexport A\n", {}],
    ["A=1\r\nB='two\r\nlines'\r\n", {}],
    ["\uFEFFA=1\n", {}],
  ])("%j loses nothing", async (text) => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(".env", text);
    expect(await kist(place, ["import", ".env", "--as", "web"])).toMatchObject({ exitCode: 0 });
  });

  test("another dialect reads it whole", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(
      ".env",
      String.raw`PW='it'\''s'
export JSON="{\"a\":1}" COLOR=#ff0000
URL=https://$'a\tb'/\
path`,
    );
    const words = ["import", ".env", "--as", "web", "--quiet", "--dialect", "shell"];
    expect(await succeed(place, words)).toBe("");
    expect(await storeContents(place)).toEqual({
      web: { PW: "it's", JSON: '{"a":1}', COLOR: "#ff0000", URL: "https://a\tb/path" },
    });
  });

  test("a shell's expansions are taken from the file, and from nowhere else", async () => {
    const place = await makePlace();
    await makeStore(place);
    await place.write(
      ".env",
      'USER_NAME=app\nURL="x://$USER_NAME:${USER_NAME}@db"\nB=$HOME\nC=$(id)\n',
    );
    const words = ["import", ".env", "--as", "web", "--dialect", "shell"];
    const ended = await kist(place, words);
    expect(failureIn(ended)).toEqual(
      refusal(6, /lines 3, 4: a shell would put something in its place/),
    );
    await kist(place, [...words, "--lossy"]);
    expect(await storeContents(place)).toEqual({
      web: { USER_NAME: "app", URL: "x://app:app@db" },
    });
  });

  test("an unknown dialect, and one for JSON, are refused", async () => {
    const place = await makePlace();
    await place.write("x.json", "{}");
    const words = ["import", "x.json", "--as", "web"];
    expect(failureIn(await kist(place, [...words, "--dialect", "ruby"]))).toEqual(
      refusal(2, /unknown dialect; use one of: node, dotenv, shell, docker/),
    );
    const both = ["--format", "json", "--dialect", "node"];
    expect(failureIn(await kist(place, [...words, ...both]))).toEqual(
      refusal(2, /are for .env files/),
    );
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
