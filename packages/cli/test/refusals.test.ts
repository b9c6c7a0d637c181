import { spawnSync } from "node:child_process";
import { chmod } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "./failure-line.ts";
import { BIN, kist, makeStore, storeContents } from "./kist.ts";
import { makePlace } from "./place.ts";

/** What the store holds before each command, and still holds after it. */
const before = { "prod-db": { user: "app", password: "hunter2" }, other: { K: "v" } };

/** A command line that cannot be done: what it is, its words, the exit code, and what is said. */
type Row = readonly [what: string, words: readonly string[], exitCode: number, message: RegExp];

const NO_SECRET = /there is no such secret; did you mean prod-db\?$/m;
const NO_NAME = /the name of the secret is not valid: .*; use segments of letters/;
const NO_FILE =
  /cannot read "none": there is no such file; correct the path(?:; to give a value that begins with @, double it: K=@@none)?$/m;

const rows: Readonly<Record<string, readonly Row[]>> = {
  get: [
    ["no name", ["get"], 2, /NAME is missing/],
    ["too many words", ["get", "prod-db", "user", "hunter2"], 2, /no more than 2 words/],
    ["a name that is not there", ["get", "prod-bd"], 3, NO_SECRET],
    ["a name that is none", ["get", "-x"], 2, /there is no such short option/],
    ["an empty name", ["get", ""], 6, NO_NAME],
    ["a reserved name", ["get", "keykist/x"], 6, NO_NAME],
    [
      "a key that is not there",
      ["get", "prod-db", "pasword"],
      3,
      /has no key "pasword"; did you mean password\?/,
    ],
    [
      "a key far from all",
      ["get", "prod-db", "zzz"],
      3,
      /has no key "zzz"; its keys are: password, user$/m,
    ],
    ["what is no key", ["get", "prod-db", "hunter 2"], 3, /the secret "prod-db" has no such key/],
    [
      "a revision that is not there",
      ["get", "prod-db", "--revision", "x"],
      3,
      /there is no such revision; see which are kept: kist history prod-db$/m,
    ],
    [
      "an option that is not there",
      ["get", "prod-db", "--reveel"],
      2,
      /no option --reveel; did you mean --reveal\?/,
    ],
    [
      "an option without its value",
      ["get", "prod-db", "--revision"],
      2,
      /--revision needs a value/,
    ],
  ],
  list: [
    ["a word too many", ["list", "hunter2"], 2, /takes no words, only options/],
    ["a prefix without its text", ["list", "--prefix"], 2, /--prefix needs a value/],
    [
      "an unknown manager",
      ["list", "--manager", "x"],
      3,
      /no manager "x", which --manager names; there are: default/,
    ],
    ["a configuration that is missing", ["list", "--config", "none"], 6, /none/],
  ],
  describe: [
    ["no name", ["describe"], 2, /NAME is missing/],
    ["a name that is not there", ["describe", "prod-bd"], 3, NO_SECRET],
    ["a name that is none", ["describe", "a//b"], 6, NO_NAME],
  ],
  update: [
    ["no name", ["update"], 2, /NAME is missing/],
    ["nothing to change", ["update", "prod-db"], 2, /there is nothing to change/],
    ["a name that is not there", ["update", "prod-bd", "K=v"], 3, NO_SECRET],
    ["a name that is none", ["update", "a b", "K=v"], 6, NO_NAME],
    [
      "a word that is no KEY=VALUE",
      ["update", "prod-db", "hunter 2=x"],
      2,
      /word 1 behind the name/,
    ],
    ["a key twice", ["update", "prod-db", "K=1", "K=2"], 2, /the key K is given twice/],
    ["a question without a terminal", ["update", "prod-db", "user"], 2, /no terminal to ask at/],
    ["-i without a terminal", ["update", "prod-db", "-i"], 2, /-i needs a terminal/],
    ["a file that is missing", ["update", "prod-db", "K=@none"], 6, NO_FILE],
    ["two values from stdin", ["update", "prod-db", "A=-", "B=-"], 2, /only one value/],
    [
      "a key to unset that is not there",
      ["update", "prod-db", "--unset", "usr"],
      3,
      /no key "usr"; did you mean user\?/,
    ],
    [
      "a key to unset that is none",
      ["update", "prod-db", "--unset", "hunter 2"],
      2,
      /--unset takes a key/,
    ],
    [
      "a key both given and unset",
      ["update", "prod-db", "K=v", "--unset", "K"],
      2,
      /K is both given and unset/,
    ],
    [
      "--replace and --unset",
      ["update", "prod-db", "K=v", "--replace", "--unset", "K"],
      2,
      /exclude each other/,
    ],
    [
      "--replace by nothing",
      ["update", "prod-db", "--replace"],
      2,
      /would leave the secret empty; .* kist delete NAME/,
    ],
    ["--replace of what is not there", ["update", "prod-bd", "K=v", "--replace"], 3, NO_SECRET],
    [
      "values that are no JSON",
      ["update", "prod-db", "--values", "hunter2"],
      2,
      /takes a JSON object/,
    ],
    [
      "an outdated revision",
      ["update", "prod-db", "K=v", "--if-revision", "x"],
      5,
      /someone else has changed it/,
    ],
  ],
  rename: [
    ["one name", ["rename", "prod-db"], 2, /B is missing/],
    ["the same name twice", ["rename", "prod-db", "prod-db"], 2, /both names are the same/],
    ["a name that is not there", ["rename", "prod-bd", "x"], 3, NO_SECRET],
    ["a new name that is none", ["rename", "prod-db", "a b"], 6, NO_NAME],
    [
      "a new name that is taken",
      ["rename", "prod-db", "other"],
      4,
      /there is a secret "other" already/,
    ],
  ],
  history: [
    ["no name", ["history"], 2, /NAME is missing/],
    ["a name that is not there", ["history", "prod-bd"], 3, NO_SECRET],
  ],
  rollback: [
    ["no revision", ["rollback", "prod-db"], 2, /REVISION is missing/],
    ["a name that is not there", ["rollback", "prod-bd", "x"], 3, NO_SECRET],
    [
      "a revision that is not there",
      ["rollback", "prod-db", "x"],
      3,
      /no such revision; .*: kist history prod-db$/m,
    ],
  ],
  delete: [
    ["no name", ["delete"], 2, /NAME/],
    [
      "no --yes without a terminal",
      ["delete", "prod-db"],
      2,
      /deleting 1 secret has to be agreed to, .*; add --yes/,
    ],
    ["a name that is not there", ["delete", "prod-bd", "--yes"], 3, NO_SECRET],
  ],
  cleanup: [
    ["a word too many", ["cleanup", "default"], 2, /takes no words, only options/],
    [
      "no --yes without a terminal",
      ["cleanup", "--manager", "default"],
      2,
      /cleanup has to be agreed to/,
    ],
    ["--yes without --manager", ["cleanup", "--yes"], 2, /needs to be told which manager/],
    [
      "another manager than there is",
      ["cleanup", "--yes", "--manager", "x"],
      3,
      /there is no manager "x"/,
    ],
  ],
  export: [
    ["no format", ["export"], 2, /--format is missing; add --format json or --format dotenv/],
    [
      "a format that comes later",
      ["export", "--format", "yaml"],
      2,
      /cannot be written; use --format json or/,
    ],
    ["a name that is not there", ["export", "prod-bd", "--format", "json"], 3, NO_SECRET],
    ["a name that is none", ["export", "a b", "--format", "dotenv"], 6, NO_NAME],
  ],
  import: [
    ["no file", ["import"], 2, /FILE is missing/],
    ["a file that is missing", ["import", "none", "--as", "x"], 6, NO_FILE],
    ["a folder", ["import", ".", "--as", "x"], 6, /cannot read ".": it is a folder/],
    [
      "a .env file without --as",
      ["import", "good.env"],
      2,
      /does not say what the secret is called; add --as/,
    ],
    [
      "an object without --as",
      ["import", "flat.json"],
      2,
      /does not say what the secret is called; add --as/,
    ],
    ["a name that is none", ["import", "good.env", "--as", "a b"], 6, NO_NAME],
    [
      "an unknown schema",
      ["import", "good.env", "--as", "x", "--schema", "basic-auth"],
      3,
      /no schema of the type "basic-auth"; did you mean basic_auth\?/,
    ],
    [
      "a schema that it does not fit",
      ["import", "good.env", "--as", "x", "--schema", "basic_auth"],
      6,
      /password: missing/,
    ],
    [
      "an unknown format",
      ["import", "good.env", "--as", "x", "--format", "yaml"],
      2,
      /this format cannot be read/,
    ],
    [
      "bytes that are no text",
      ["import", "bytes.env", "--as", "x"],
      6,
      /"bytes.env": it is not UTF-8 text/,
    ],
    ["an empty file", ["import", "empty.env", "--as", "x"], 6, /no KEY=VALUE in "empty.env"/],
    [
      "JSON as .env",
      ["import", "json.env", "--as", "x"],
      6,
      /cannot import "json.env" whole: line .*; a JSON file is read with --format json/,
    ],
    [
      "what is no key",
      ["import", "bad.env", "--as", "x"],
      6,
      /cannot import "bad.env" whole: line 2: what stands before its = is not a valid key/,
    ],
    [
      "what is no JSON",
      ["import", "bad.json", "--as", "x"],
      6,
      /cannot import "bad.json": it is not JSON; it takes/,
    ],
    ["a number", ["import", "number.json", "--as", "x"], 6, /the value of PORT is no string/],
    [
      "an object in an object",
      ["import", "deep.json", "--as", "x"],
      6,
      /the value of content is no string/,
    ],
    ["a key that is none in JSON", ["import", "key.json", "--as", "x"], 6, /it has what is no key/],
    [
      "a text as JSON",
      ["import", "text.json", "--as", "x"],
      6,
      /its content is no object of strings/,
    ],
    ["an empty list", ["import", "none.json"], 6, /there is no secret in it/],
    ["a list of texts", ["import", "texts.json"], 6, /secret 1 of the list is no object/],
    [
      "a secret without a name",
      ["import", "nameless.json"],
      6,
      /secret 2 of the list has no valid name/,
    ],
    ["a secret without a type", ["import", "typeless.json"], 6, /secret 1 of the list has no type/],
    [
      "a secret without content",
      ["import", "hollow.json"],
      6,
      /secret 1 of the list is wrong: its content/,
    ],
    ["a secret twice", ["import", "twice.json"], 6, /it has the secret "a" twice/],
    [
      "--as for several",
      ["import", "two.json", "--as", "x"],
      2,
      /holds 2 secrets, .*; leave out --as/,
    ],
    [
      "--schema for a list",
      ["import", "two.json", "--schema", "tls"],
      2,
      /says which type each .*; leave out --schema/,
    ],
    [
      "another type than is there",
      ["import", "typed.json"],
      6,
      /"other" is there with the schema type "arbitrary", not "tls"/,
    ],
    [
      "other values without --yes",
      ["import", "differs.json"],
      2,
      /updating other \(changes K\) has to be agreed to/,
    ],
  ],
};

const secret = (name: string, more: object = {}): object => ({
  name,
  type: "arbitrary",
  content: { K: "hunter2" },
  ...more,
});

const files: Readonly<Record<string, string | Uint8Array>> = {
  "good.env": "username=hunter2\n",
  "bytes.env": new Uint8Array([65, 61, 0xff]),
  "empty.env": "# nothing\n\n",
  "json.env": '{ "A": "hunter2" }',
  "bad.env": "A=1\nhunter.2=x\n",
  "bad.json": "{ hunter2",
  "flat.json": '{ "A": "hunter2" }',
  "number.json": '{ "PORT": 80 }',
  "deep.json": '{ "content": { "A": "hunter2" } }',
  "key.json": '{ "hunter 2": "x" }',
  "text.json": '"hunter2"',
  "none.json": "[]",
  "texts.json": '["hunter2"]',
  "nameless.json": JSON.stringify([secret("a"), secret("hunter 2")]),
  "typeless.json": JSON.stringify([secret("a", { type: undefined })]),
  "hollow.json": JSON.stringify([secret("a", { content: "hunter2" })]),
  "twice.json": JSON.stringify([secret("a"), secret("a")]),
  "two.json": JSON.stringify([secret("a"), secret("b")]),
  "typed.json": JSON.stringify([secret("new"), secret("other", { type: "tls" })]),
  "differs.json": JSON.stringify([secret("new"), secret("other")]),
};

describe.each(Object.entries(rows))("kist %s refuses", (_command, table) => {
  test.each(table)("%s", async (_what, words, exitCode, message) => {
    const place = await makePlace();
    await makeStore(place, before);
    for (const [file, text] of Object.entries(files)) await place.write(file, text);
    const ended = await kist(place, words);
    expect(failureIn(ended)).toEqual(refusal(exitCode, message));
    expect(ended.stderr).not.toMatch(/hunter/);
    expect(await storeContents(place)).toEqual(before);
  });
});

describe("kist refuses", () => {
  test("a command that there is not, with the one that may be meant", async () => {
    const place = await makePlace();
    const ended = await kist(place, ["udpate", "db", "k=hunter2"]);
    expect(failureIn(ended)).toEqual(
      refusal(2, /^kist: there is no command "udpate"; did you mean update\?$/),
    );
  });

  test.skipIf(process.getuid?.() === 0)("a file that it may not read", async () => {
    const place = await makePlace();
    await chmod(await place.write(".env", "A=hunter2"), 0);
    const ended = await kist(place, ["import", ".env", "--as", "x"]);
    expect(failureIn(ended)).toEqual(refusal(6, /cannot read ".env": permission denied/));
  });

  test("what --json and another format ask for at once", async () => {
    const place = await makePlace();
    const ended = await kist(place, ["export", "--format", "dotenv", "--json"]);
    expect(JSON.parse(ended.stderr)).toEqual({
      error: {
        code: "USAGE",
        message: "--json and --format dotenv exclude each other",
        hint: "leave out --json",
      },
    });
    expect(ended.exitCode).toBe(2);
  });

  test("with --json, one document on stderr with code, message and hint", async () => {
    const place = await makePlace();
    await makeStore(place, before);
    const ended = await kist(place, ["get", "prod-bd", "--json"]);
    expect(ended.stdout).toBe("");
    expect(JSON.parse(ended.stderr)).toEqual({
      error: {
        code: "SECRET_NOT_FOUND",
        message: 'cannot read "prod-bd": there is no such secret',
        hint: "did you mean prod-db?",
      },
    });
  });
});

test.skipIf(process.platform === "win32")(
  "a working folder that is gone is told in one line",
  async () => {
    const place = await makePlace();
    const folder = path.join(place.folder, "gone");
    await place.write("gone/file", "");
    const script = `cd '${folder}' && rm -r '${folder}' && '${process.execPath}' '${BIN}' list`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
      encoding: "utf8",
      env: { ...place.environment },
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: "kist: the working folder is gone; change to another one\n",
    });
  },
);
