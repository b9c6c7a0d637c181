import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { run } from "@stricli/core";
import { describe, expect, test } from "vitest";
import { application } from "../../src/application.ts";
import { translateToCommands } from "../../src/operation-commands.ts";
import { routes } from "../routes.ts";

const packages = path.resolve(import.meta.dirname, "../../..");
const help = path.join("cli", "src", "routes");

/** A text in quotes in a source. */
interface Text {
  readonly place: string;
  readonly text: string;
}

/** The texts in a source, each with 1 for what is put into it. Comments are none. */
function textsIn(file: string): readonly Text[] {
  const code = readFileSync(file, "utf8")
    .replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, "")
    // One text that is written in several lines.
    .replaceAll(/"\s*\+\s*"/g, "")
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "1");
  const quoted = code.matchAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g);
  const place = path.relative(packages, file);
  return [...quoted].map(([text]) => ({ place, text: text.slice(1, -1).replaceAll("\\`", "`") }));
}

const texts = ["core", "aws", "gcp", "local", "cli"].flatMap((name) =>
  readdirSync(path.join(packages, name, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) => textsIn(path.join(packages, name, "src", file))),
);

const commands = new Set(routes().map((route) => route.join(" ")));
const firstWords = new Set(routes().map(([first = ""]) => first));
/** What kist itself does, in a sentence about it; a verb that is missing here is to be added. */
const PROSE = new Set(
  "asks cannot does finds keeps knows makes needs on proposals reads runs shows takes tells that will with writes".split(
    " ",
  ),
);
/** Small words that are values. */
const VALUES = new Set(["json", "dotenv", "local", "arbitrary"]);

/** The command lines that a text names, up to where its sentence goes on. */
function linesIn(text: string): readonly string[] {
  const found = text.matchAll(/(?<![\w/@-])kist ([a-z][^;,()`|>\n…]*)/g);
  return [...found].map(([, line = ""]) => withoutProse(line.replace(/\. .*$/, "")));
}

function withoutProse(line: string): string {
  const words = line.split(" ").filter((word) => word !== "" && word !== "--help");
  const length = commands.has(words.slice(0, 2).join(" ")) ? 2 : 1;
  const end = words.findIndex(
    (word, index) => index >= length && /^[a-z]+[.:]?$/.test(word) && !VALUES.has(word),
  );
  return words
    .slice(0, end === -1 ? undefined : end)
    .join(" ")
    .replace(/[.:]$/, "");
}

/** What kist's own parser has against a line; nothing where it takes it. */
async function complaintOf(line: string): Promise<string | undefined> {
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
  let complaint = "";
  let isTaken = false;
  const write = (text: string): void => {
    complaint += text;
  };
  await run(application, words, {
    process: { stdout: { write }, stderr: { write } },
    perform: () => {
      isTaken = true;
      return Promise.resolve();
    },
  });
  return isTaken ? undefined : complaint.trim();
}

describe("a command that a text of keykist names", () => {
  test("is one of kist's, and its parser takes the line", async () => {
    const wrong: string[] = [];
    let count = 0;
    for (const { place, text } of texts.filter((each) => !each.place.startsWith(help))) {
      for (const line of linesIn(translateToCommands(text))) {
        const [first = ""] = line.split(" ");
        if (PROSE.has(first)) continue;
        count += 1;
        // A command may be named without its words: "see kist history".
        if (commands.has(line) || firstWords.has(line)) continue;
        const complaint = await complaintOf(line);
        if (complaint !== undefined) wrong.push(`${place}: kist ${line}: ${complaint}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(60);
  });

  test("stands in place of every operation that hints of core and of flavors speak of", () => {
    const operations =
      /\b(?:get|list|describe|update|modify|delete|undelete|adopt|rollback|register)(?:All)?Secrets?(?:History|Keys)?\b/;
    const hints = texts.filter(({ place }) => !place.startsWith("cli"));
    const left = hints.filter(
      ({ text }) => / /.test(text) && operations.test(translateToCommands(text)),
    );
    expect(left).toEqual([]);
  });
});

describe("an example of help is a line that kist's parser takes:", () => {
  const examples = texts.filter(
    ({ place, text }) => place.startsWith(help) && /^kist [a-z]/.test(text),
  );
  test.each(examples.map(({ text }) => text))("%s", async (text) => {
    const [line = ""] = text.slice("kist ".length).split(/ [|>]| && /);
    expect(await complaintOf(line)).toBeUndefined();
  });
});
