import { symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "../failure-line.ts";
import { kist, makeStore, succeed } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";
import { makeProject } from "../project.ts";

const print = (...names: readonly string[]): readonly string[] => [
  "--",
  process.execPath,
  "-e",
  "console.log(JSON.stringify(process.argv.slice(1).map((name) => process.env[name] ?? null)))",
  ...names,
];

async function printed(
  place: Place,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const value: unknown = JSON.parse(await succeed(place, ["run", ...words], { environment }));
  return value;
}

describe("--dotenv reads as node --env-file does", () => {
  test("a variable of the caller comes before the file, also a blank one", async () => {
    const place = await makePlace();
    await place.write("a.env", "P=file\nQ=file\nR=file\n");
    expect(
      await printed(place, ["--dotenv", "a.env", ...print("P", "Q", "R")], { P: "shell", Q: "" }),
    ).toEqual(["shell", "", "file"]);
  });

  test("of two files the later counts, and a byte order mark is left out", async () => {
    const place = await makePlace();
    await place.write("a.env", "\uFEFFP=one\nQ=one\n");
    await place.write("b.env", "\uFEFFQ=two\n");
    const words = ["--dotenv", "a.env", "--dotenv", "b.env", ...print("P", "Q")];
    expect(await printed(place, words)).toEqual(["one", "two"]);
  });

  test("a blank variable of the caller does not come before a reference, another does", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { url: "secret" } });
    await place.write("a.env", "P={{db.url}}\nQ={{nope.url}}\n");
    const words = ["--dotenv", "a.env", ...print("P", "Q")];
    expect(await printed(place, words, { P: "", Q: "shell" })).toEqual(["secret", "shell"]);
  });

  test("\\{{ stands for {{ whether or not another reference is in the file", async () => {
    const place = await makePlace();
    await makeStore(place, { db: { url: "secret" } });
    await place.write("a.env", String.raw`P='\{{db.url}}'`);
    await place.write("b.env", `${String.raw`P='\{{db.url}}'`}\nQ={{db.url}}\n`);
    for (const file of ["a.env", "b.env"]) {
      expect(await printed(place, ["--dotenv", file, ...print("P")])).toEqual(["{{db.url}}"]);
    }
  });
});

/** A module with the schema `web`, whose key PORT is optional or not. */
function schema(optional: string): string {
  return `
      import { defineSecretSchema } from "@keykist/core";
      import { z } from "zod";
      export const web = defineSecretSchema("web", { TOKEN: z.string(), PORT: z.string()${optional} });`;
}

describe("--secret", () => {
  test("comes before a variable of the caller; with --prefer-env, only before a blank one", async () => {
    const place = await makePlace();
    await makeStore(place, { app: { P: "secret", Q: "secret", R: "secret" } });
    const words = ["--secret", "app"];
    const environment = { P: "shell", Q: "" };
    expect(await printed(place, [...words, ...print("P", "Q", "R")], environment)).toEqual([
      "secret",
      "secret",
      "secret",
    ]);
    expect(
      await printed(place, [...words, "--prefer-env", ...print("P", "Q", "R")], environment),
    ).toEqual(["shell", "secret", "secret"]);
  });

  test("is checked against its schema before the command starts", async () => {
    const place = await makeProject({ schemas: ["./schemas.mjs"] });
    const modules = path.resolve(import.meta.dirname, "../../node_modules");
    await symlink(modules, path.join(place.folder, "node_modules"));
    await writeFile(path.join(place.folder, "schemas.mjs"), schema(".optional()"));
    await succeed(place, ["trust", "--yes"]);
    await succeed(place, ["register", "web", "TOKEN=hunter2", "--schema", "web"]);
    const words = ["--secret", "web", ...print("TOKEN")];
    expect(await printed(place, words)).toEqual(["hunter2"]);
    await writeFile(path.join(place.folder, "schemas.mjs"), schema(""));
    const ended = await kist(place, ["run", "--secret", "web", "--", "touch", "started"]);
    expect(failureIn(ended)).toEqual(
      refusal(6, /"web" does not fit the schema "web": PORT: missing; the command was not started/),
    );
    expect(ended.stderr).not.toContain("hunter2");
    await expect(place.read("started")).rejects.toThrow("ENOENT");
  });

  test("with a key that no variable can have: the hint is a reference that resolves", async () => {
    const place = await makePlace();
    await makeStore(place, { app: { "my-key": "value" } });
    const ended = await kist(place, ["run", "--secret", "app", "--", "true"]);
    const [, line] = /a line NAME=(\S+) in a file/.exec(ended.stderr) ?? [];
    expect(line).toBe("{{app.my-key}}");
    await place.write("a.env", `NAME=${line ?? ""}\n`);
    expect(await printed(place, ["--dotenv", "a.env", ...print("NAME")])).toEqual(["value"]);
  });
});

describe("the line to type", () => {
  test.each<[words: string[], hint: string]>([
    [
      ["--secret", "web", "ls", "-la"],
      "-- has to stand before the command; type: kist run --secret web -- ls …",
    ],
    [["ls"], "-- has to stand before the command; type: kist run -- ls"],
    [["--quiet", "--secret=web", "my prog"], "type: kist run --quiet --secret=web -- 'my prog'"],
    [
      ["web", "--", "node", "x.js"],
      "a secret is named by --secret; type: kist run --secret web -- node …",
    ],
    [["--allow", "PATH", "web", "--", "ls"], "type: kist run --allow PATH --secret web -- ls"],
  ])("kist run %j", async (words, hint) => {
    const place = await makePlace();
    await makeStore(place);
    const ended = await kist(place, ["run", ...words]);
    expect(ended).toMatchObject({ exitCode: 2, stdout: "" });
    expect(ended.stderr).toContain(hint);
    expect(ended.stderr).not.toContain("x.js");
  });

  test("is said where nothing is injected, and the command runs", async () => {
    const place = await makePlace();
    const ended = await kist(place, ["run", "--", "echo", "hello"]);
    expect(ended).toMatchObject({ exitCode: 0, stdout: "hello\n" });
    expect(ended.stderr).toMatch(
      /^kist: nothing is injected: name a secret with kist run --secret NAME -- COMMAND/,
    );
    expect(await kist(place, ["run", "--quiet", "--", "echo", "hello"])).toMatchObject({
      stderr: "",
    });
  });

  test("wrong lines show no value, and unknown options are the parser's", async () => {
    const place = await makePlace();
    expect(failureIn(await kist(place, ["run", "--secrt", "x", "ls"]))).toEqual(
      refusal(2, /there is no option --secrt; did you mean --secret/),
    );
  });
});

describe("a project names its secrets once", () => {
  test("and kist run takes them, unless --secret names others", async () => {
    const place = await makeProject({ run: { secrets: ["web"] } });
    await succeed(place, ["register", "web", "TOKEN=web"]);
    await succeed(place, ["register", "other", "TOKEN=other"]);
    expect(await printed(place, print("TOKEN"))).toEqual(["web"]);
    expect(await printed(place, ["--secret", "other", ...print("TOKEN")])).toEqual(["other"]);
    // kist's own edits keep it.
    await succeed(place, ["manager", "use", "prod"]);
    await succeed(place, ["manager", "rename", "prod", "production"]);
    expect(JSON.parse(await place.read("keykist.json"))).toMatchObject({
      run: { secrets: ["web"] },
    });
  });

  test("and has to be trusted for that; without secrets, an untrusted one is in nobody's way", async () => {
    const place = await makePlace();
    await place.write("keykist.json", JSON.stringify({ run: { secrets: ["web"] } }));
    const words = ["run", "--", "touch", "started"];
    expect(failureIn(await kist(place, words))).toEqual(
      refusal(7, /is not trusted: it gives "web" to each command of kist run/),
    );
    await expect(place.read("started")).rejects.toThrow("ENOENT");
    await place.write("keykist.json", "{}");
    expect(await kist(place, words)).toMatchObject({ exitCode: 0 });
  });

  test.each([
    [{ run: [] }, /run: expected an object/],
    [{ run: { secrets: "web" } }, /run\.secrets: expected an array/],
    [{ run: { secret: [] } }, /run\.secret: unknown field/],
  ])("and says what is wrong: %j", async (content, message) => {
    const place = await makePlace();
    await place.write("keykist.json", JSON.stringify(content));
    expect(failureIn(await kist(place, ["run", "--", "true"]))).toEqual(refusal(6, message));
  });
});
