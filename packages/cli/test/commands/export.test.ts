import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failureIn, refusal } from "../failure-line.ts";
import { type Contents, documentOf, kist, makeStore, openStore, succeed } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";

const run = promisify(execFile);

/** What a program is given that Node starts with a .env file: these variables, as they are. */
async function givenByNode(place: Place, file: string, keys: readonly string[]): Promise<unknown> {
  const script =
    "console.log(JSON.stringify(process.argv.slice(1).map((key) => process.env[key])))";
  const words = [`--env-file=${file}`, "-e", script, "--", ...keys];
  const { stdout } = await run(process.execPath, words, { cwd: place.folder, env: {} });
  const values: unknown = JSON.parse(stdout);
  return values;
}

describe("kist export", () => {
  test("writes secrets with their types as one JSON document, which import takes", async () => {
    const place = await makePlace();
    await makeStore(place, { b: { k: "two\nlines", empty: "" }, c: {} });
    await succeed(place, ["register", "a", "username=app", "password=x", "--schema", "basic_auth"]);
    const all = [
      { name: "a", type: "basic_auth", content: { password: "x", username: "app" } },
      { name: "b", type: "arbitrary", content: { empty: "", k: "two\nlines" } },
      { name: "c", type: "arbitrary", content: {} },
    ];
    const text = await succeed(place, ["export", "--format", "json"]);
    expect(JSON.parse(text)).toEqual(all);
    expect(await documentOf(place, ["export"])).toEqual(all);
    expect(await documentOf(place, ["export", "c", "a", "c"])).toEqual([all[2], all[0]]);

    const other = await makePlace();
    await makeStore(other);
    await other.write("all.json", text);
    await succeed(other, ["import", "all.json"]);
    expect(await documentOf(other, ["export"])).toEqual(all);
  });

  test("writes an empty list where there is nothing", async () => {
    const place = await makePlace();
    await makeStore(place);
    expect(await succeed(place, ["export", "--format", "json"])).toBe("[]\n");
    expect(await succeed(place, ["export", "--format", "dotenv"])).toBe("");
  });

  test("writes the keys of several secrets as one .env file", async () => {
    const place = await makePlace();
    await makeStore(place, { a: { USER: "app" }, b: { TOKEN: "it's $HOME #1" } });
    expect(await succeed(place, ["export", "--format", "dotenv"])).toBe(
      "# For node --env-file and dotenv. A shell would read it differently: kist export --format shell\n" +
        `USER='app'\nTOKEN="it's $HOME #1"\n`,
    );
  });

  const piece = fc.oneof(
    fc.constantFrom("'", '"', "`", "\n", "\\n", "\\", "#", " ", "=", "$A", "export ", "\t", "ä"),
    fc.string({ unit: "grapheme", maxLength: 4 }),
  );
  const value = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));

  test("a quote that a value begins with does not meet one of a later value in the .env file", async () => {
    const place = await makePlace();
    await makeStore(place);
    await using manager = openStore(place);
    const core = await import("@keykist/core");
    // Escapes keep it from double quotes, and each of the other quotes is in it.
    const entries = { FIRST: "`\\n'", SECOND: "`" };
    await manager.registerSecret(core.arbitrarySchema.create("quotes", entries));
    expect(failureIn(await kist(place, ["export", "quotes", "--format", "dotenv"]))).toEqual(
      refusal(6, /^kist: the value of FIRST in "quotes" cannot be written into a .env/),
    );
  });

  test("what it writes as .env, node --env-file reads back byte for byte; all else it refuses by its key", async () => {
    const place = await makePlace();
    await makeStore(place);
    await using manager = openStore(place);
    const core = await import("@keykist/core");
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 40, maxLength: 40 }), async (values) => {
        const entries = values.map((one, index): [string, string] => [`K${index}`, one]);
        number += 1;
        const name = `s${number}`;
        await manager.registerSecret(
          core.arbitrarySchema.create(name, Object.fromEntries(entries)),
        );
        const refused = new Set<string>();
        for (;;) {
          const ended = await kist(place, ["export", name, "--format", "dotenv"]);
          const left = entries.filter(([key]) => !refused.has(key));
          if (ended.exitCode === 0) {
            await place.write("out.env", ended.bytes);
            const keys = left.map(([key]) => key);
            expect(await givenByNode(place, "out.env", keys)).toEqual(left.map(([, one]) => one));
            return;
          }
          expect(failureIn(ended)).toEqual(
            refusal(6, /^kist: the value of K\d+ in "s\d+" cannot be written into a .env/),
          );
          const key = /value of (K\d+)/.exec(ended.stderr)?.[1] ?? "";
          const [, quoted = ""] = entries.find(([one]) => one === key) ?? [];
          // In single quotes, everything else stands as it is.
          expect(quoted).toMatch(/['\0\r]/);
          refused.add(key);
          await manager.modifySecret(name, (content) => {
            const { [key]: _refused, ...others } = content;
            return others;
          });
        }
      }),
      { numRuns: 4 },
    );
  }, 180_000);

  test.each([
    ["a NUL", "a\0b", /it holds a NUL/],
    ["a carriage return", "a\r\nb", /it holds a carriage return, which Node drops/],
    ["every kind of quote and a line break", "'\"`\n", /no kind of quotes fits/],
    ["a single quote and a backslash before n", "'`\\n\n", /no kind of quotes fits/],
  ])(
    "refuses to write %s into a .env file, and says which key holds it",
    async (_what, text, problem) => {
      const place = await makePlace();
      await makeStore(place, { web: { GOOD: "x", TOKEN: text } });
      const ended = await kist(place, ["export", "web", "--format", "dotenv"]);
      expect(failureIn(ended)).toEqual(
        refusal(6, /the value of TOKEN in "web" .*; export it with --format json$/m),
      );
      expect(ended.stderr).toMatch(problem);
    },
  );

  test("refuses a key that Node loses", async () => {
    const place = await makePlace();
    await makeStore(place);
    await succeed(place, ["register", "odd", "__proto__=x"]);
    expect(await succeed(place, ["get", "odd", "__proto__"])).toBe("x");
    const ended = await kist(place, ["export", "odd", "--format", "dotenv"]);
    expect(failureIn(ended)).toEqual(
      refusal(6, /the value of __proto__ in "odd" .* Node does not read this key/),
    );
  });

  test("refuses two secrets with one key", async () => {
    const place = await makePlace();
    const contents: Contents = { a: { USER: "app" }, b: { USER: "app" } };
    await makeStore(place, contents);
    expect(failureIn(await kist(place, ["export", "--format", "dotenv"]))).toEqual(
      refusal(6, /^kist: the key USER is in both "a" and "b", .*; export them one by one/),
    );
  });

  test("writes nothing where one of the secrets cannot be read", async () => {
    const place = await makePlace();
    await makeStore(place, { alpha: { K: "v" } });
    for (const format of ["json", "dotenv"]) {
      expect(
        failureIn(await kist(place, ["export", "alpha", "alpah", "--format", format])),
      ).toEqual(refusal(3, /cannot read "alpah": there is no such secret/));
    }
  });
});

const shells = ["sh", "bash", "zsh", "fish"].map(
  (shell) => [shell, spawnSync(shell, ["-c", "true"]).status === 0] as const,
);

describe.skipIf(process.platform === "win32")("kist export --format shell", () => {
  const values = {
    QUOTE: "it's $(touch ran) `touch ran` \\",
    SEVERAL: "one\ntwo\r\n\n",
    SLASHES: String.raw`a\\b\'c\n`,
    BLANK: "",
    MARKS: '!! ~ * ? # ; & | < > ( ) { } [ ] = % " \t',
    WIDE: "wörd💾",
  };
  for (const [shell, isHere] of shells) {
    test.skipIf(!isHere)(
      `is safe to evaluate in ${shell}${isHere ? "" : ", which is missing"}`,
      async () => {
        const place = await makePlace();
        await makeStore(place, { web: values });
        const script = await succeed(place, ["export", "web", "--format", "shell"]);
        await place.write("script", script);
        const keys = Object.keys(values);
        const print = `'${process.execPath}' -e 'process.stdout.write(JSON.stringify(process.argv.slice(1).map((k) => process.env[k])))' ${keys.join(" ")}`;
        const evaluate = shell === "fish" ? "source script" : 'eval "$(cat script)"';
        const { stdout } = await run(shell, ["-c", `${evaluate}; ${print}`], { cwd: place.folder });
        expect(JSON.parse(stdout)).toEqual(Object.values(values));
        await expect(place.read("ran")).rejects.toThrow("ENOENT");
      },
    );
  }

  test.each([
    ["my-key", {}, /"my-key" in "web" cannot be written into .*: it is not a valid variable name/],
    ["PROMPT_COMMAND", {}, /PROMPT_COMMAND, which a shell obeys .*--allow PROMPT_COMMAND/],
    ["RANDOM", {}, /RANDOM, which a shell evaluates: it decides what code runs/],
    ["LINES", {}, /LINES, which a shell evaluates/],
    ["K", { K: "a\0b" }, /it holds a NUL/],
  ])("refuses %s", async (key, more, message) => {
    const place = await makePlace();
    await makeStore(place, { web: { [key]: "touch ran", ...more } });
    expect(failureIn(await kist(place, ["export", "--format", "shell"]))).toEqual(
      refusal(6, message),
    );
  });

  test("writes what is allowed, and refuses keys that are no names in a .env file too", async () => {
    const place = await makePlace();
    await makeStore(place, { web: { HTTPS_PROXY: "x" }, odd: { "my-key": "x" } });
    const words = ["export", "web", "--format", "shell", "--allow", "HTTPS_PROXY"];
    expect(await succeed(place, words)).toBe("export HTTPS_PROXY='x'\n");
    expect(failureIn(await kist(place, ["export", "odd", "--format", "dotenv"]))).toEqual(
      refusal(6, /cannot be written into a .env file: it is not a valid variable name/),
    );
  });
});
