import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEnv } from "node:util";
import dotenvx from "@dotenvx/primitives";
import dotenv from "dotenv";
import * as fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { READERS } from "../../src/files/dialects/dialect.ts";
import type { Reading } from "../../src/files/dialects/reading.ts";
import { readEnvFile } from "../../src/files/read-env-file.ts";

/*
 * `--dialect` equals the real readers: `util.parseEnv`, the npm packages dotenv and dotenvx, and bash. docker is no
 * library, so that its rules stand here as its documentation has them.
 */

const hasBash = spawnSync("bash", ["--version"]).status === 0;

function entriesOf({ assignments }: Reading): Record<string, string> {
  return Object.fromEntries(assignments.map(({ key, value }) => [key, value]));
}

/** Anything at all, made of what means something to one of the readers. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom("A", "B", "=", "'", '"', "`", "#", " #", " ", "\t", "\n", "\n\n", "\r", ";"),
      fc.constantFrom("A=", "\nB=", "\nA='", "export ", "\\n", "\\", "$", "a:", String.raw`'\''`),
      fc.string({ unit: "grapheme", maxLength: 2 }),
    ),
    { maxLength: 25 },
  )
  .map((pieces) => pieces.join(""));

const PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQ/+abc==\n-----END PRIVATE KEY-----";

/** Lines as people and programs write them. */
const realisticText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "",
        "# a comment",
        "   # an indented one",
        "export PATH_LIKE",
        "a stray line",
      ),
      fc
        .record({
          start: fc.constantFrom("", "", "export ", "  "),
          key: fc.constantFrom("PORT", "DATABASE_URL", "api_key", "X", "NODE_ENV"),
          sign: fc.constantFrom("=", "=", "=", " = ", "= ", ": "),
          value: fc.constantFrom(
            "8080",
            "hello world",
            "postgres://app:p$w@db:5432/x?y=1&z=2",
            "ab#cd",
            "#ff0000",
            '{"a":"b","n":[1]}',
            "aGVsbG8gd29ybGQ=",
            "it's",
            String.raw`two\nlines`,
            String.raw`C:\temp\x`,
            "pä$$wörd!",
            "a,b;c",
            "line \\",
            PEM,
            PEM.replaceAll("\n", String.raw`\n`),
            "",
          ),
          quotes: fc.constantFrom("", "", '"', "'", "`", "shell", "escaped"),
          end: fc.constantFrom("", "", "", " # a note", "#x", "  ", " more"),
        })
        .map(({ start, key, sign, value, quotes, end }) => {
          const shell = `'${value.replaceAll("'", String.raw`'\''`)}'`;
          const escaped = `"${value.replaceAll(/["\\$`]/g, String.raw`\$&`)}"`;
          const quoted =
            quotes === "shell"
              ? shell
              : quotes === "escaped"
                ? escaped
                : `${quotes}${value}${quotes}`;
          return `${start}${key}${sign}${quoted}${end}`;
        }),
    ),
    { maxLength: 8 },
  )
  .chain((lines) => fc.constantFrom("\n", "\n", "\r\n").map((newline) => lines.join(newline)));

const anyFile = fc.oneof(realisticText, anyText);

describe("each dialect equals its reader", () => {
  test("node: util.parseEnv, whose lines are all followed", () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        const reading = READERS.node(text);
        expect(entriesOf(reading)).toEqual({ ...parseEnv(text) });
        expect(reading.losses.filter(({ reason }) => reason.includes("not foreseen"))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test("dotenv: the npm package", () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        expect(entriesOf(READERS.dotenv(text))).toEqual({ ...dotenv.parse(text) });
      }),
      { numRuns: 3000 },
    );
  });

  test("dotenv: also dotenvx, of files in which it expands nothing", () => {
    fc.assert(
      fc.property(realisticText, (text) => {
        // It also drops backslashes before quotes, which dotenv keeps.
        fc.pre(!/[$\\]/.test(text));
        expect(entriesOf(READERS.dotenv(text))).toEqual({
          ...dotenvx.parseSync(text, { processEnv: {} }).parsed,
        });
      }),
      { numRuns: 1000 },
    );
  });

  test.skipIf(!hasBash)(
    `shell: bash with set -a${hasBash ? "" : ", which is missing here"}`,
    () => {
      const folder = mkdtempSync(path.join(tmpdir(), "kist-bash-"));
      onTestFinished(() => {
        rmSync(folder, { recursive: true, force: true });
      });
      const texts = [
        ...fc.sample(
          anyText.map((text) => `A=${text}`),
          800,
        ),
        ...fc.sample(realisticText, 1200),
      ];
      // Others run commands, which no test should.
      const read = texts
        .filter((text) => !text.includes("\0"))
        .map((text) => ({ text, reading: READERS.shell(text) }))
        .filter(({ reading }) => reading.losses.length === 0);
      expect(read.length).toBeGreaterThan(300);
      for (const [index, { text }] of read.entries()) {
        writeFileSync(path.join(folder, `${index}.env`), text);
      }
      const script = `for i in $(seq 0 ${read.length - 1}); do
      (set -a; . "./$i.env" >/dev/null; exec env -0); printf '\\0%s\\0' @@; done`;
      const output = execFileSync("bash", ["-c", script], {
        cwd: folder,
        env: { PATH: process.env["PATH"] ?? "" },
        encoding: "utf8",
        maxBuffer: 1 << 26,
        stdio: ["ignore", "pipe", "ignore"],
      });
      const own = new Set(["PATH", "PWD", "SHLVL", "OLDPWD", "_", "i"]);
      for (const [index, environment] of output.split("\0@@\0").slice(0, -1).entries()) {
        const entries = environment.split("\0").filter((entry) => entry !== "");
        const variables = entries.map((entry) => {
          const at = entry.indexOf("=");
          return [entry.slice(0, at), entry.slice(at + 1)] as const;
        });
        const { text = "", reading = { assignments: [], losses: [] } } = read[index] ?? {};
        expect({ text, read: entriesOf(reading) }).toEqual({
          text,
          read: Object.fromEntries(variables.filter(([name]) => !own.has(name))),
        });
      }
    },
  );

  test.each([
    ["A=1", { A: "1" }, []],
    ["# a comment\n  A=1", { A: "1" }, []],
    ["A='1' # kept \t", { A: "'1' # kept \t" }, []],
    ['A="1"\r\nB=2\r', { A: '"1"', B: "2" }, []],
    ["A=\nB==", { A: "", B: "=" }, []],
    ["HOME", {}, [1]],
    ["export A=1", {}, [1]],
    ["A =1", {}, [1]],
    ["=1", {}, [1]],
  ] as const)("docker: %j", (text, entries, lost) => {
    const reading = READERS.docker(text);
    expect(entriesOf(reading)).toEqual(entries);
    expect(reading.losses.map(({ line }) => line)).toEqual(lost);
  });
});

/** The letters of a text but for notes and `export`; `\\n` stands for a newline in some dialects only. */
function letters(text: string): string {
  return text
    .replaceAll(/(?:^|\s)#\s.*$/gm, "")
    .replaceAll(/^\s*export\s+PATH_LIKE\s*$/gm, "")
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .replaceAll(/export|n/g, "");
}

describe("every line that is not taken whole", () => {
  test("is named, in whatever file: what is said to be whole has all its letters in the values", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("node", "dotenv", "shell", "docker"),
        realisticText,
        (dialect, text) => {
          let file;
          try {
            file = readEnvFile(text, "x", dialect);
          } catch {
            return;
          }
          fc.pre(file.losses.length === 0);
          // Of a key that is there twice the last counts, which is said too.
          fc.pre(!file.notes.some((note) => note.includes("the same key")) && dialect !== "docker");
          const kept = letters([...file.entries].flat().join("\n"));
          const written = letters(text);
          expect(kept).toBe(written);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("is found in a time that grows with the file, not with its square", () => {
    const began = performance.now();
    readEnvFile("\n".repeat(50_000) + "K='x\n".repeat(20_000), "x", "node");
    readEnvFile("my.key=value\n".repeat(20_000), "x", "node");
    readEnvFile('A=$(x) "\n'.repeat(20_000), "x", "shell");
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
