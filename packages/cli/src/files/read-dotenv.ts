import { parseEnv } from "node:util";
import { isSecretKey, KeykistError } from "@keykist/core";

/*
 * A .env file is read by the reader of the Node that runs: what `node --env-file` gives a program is what is kept.
 * Nothing is expanded. The differences:
 *
 * | in the file | `node --env-file` | here |
 * |---|---|---|
 * | a byte order mark | becomes part of the first key | left out |
 * | bytes that are no UTF-8 | replaced | the file is refused |
 * | a NUL in a value | ends the value | kept, as `util.parseEnv` does |
 * | a key outside the grammar of keys | taken | the file is refused, naming its lines |
 * | the key `__proto__` | lost | the file is refused |
 * | nothing to read | no variables | the file is refused |
 * | a variable that the environment has already | keeps the value from there | is not looked at |
 *
 * The same on both sides: `export ` before a key is left out, of a key that is there twice the last counts, carriage
 * returns are dropped, and a line without `=` is skipped.
 */

/**
 * The entries of a .env file, as Node reads them.
 *
 * @param file its name, for errors
 * @throws KeykistError `INVALID_KEY` where what stands before a `=` is no key: the line is named, and not quoted, since
 * it may be a piece of a value; `INVALID_VALUE` where there is nothing
 */
export function readDotenv(text: string, file: string): Map<string, string> {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const entries = new Map<string, string>();
  // An object has no such key of its own after Node has set it.
  const wrong = linesOf(content, "__proto__").length > 0 ? ["__proto__"] : [];
  for (const [key, value = ""] of Object.entries(parseEnv(content))) {
    if (isSecretKey(key)) entries.set(key, value);
    else wrong.push(key);
  }
  if (wrong.length > 0) {
    throw invalidKeys(file, new Set(wrong.flatMap((key) => linesOf(content, key))));
  }
  if (entries.size > 0) return entries;
  throw new KeykistError("INVALID_VALUE", `there is no KEY=VALUE in ${file}`, {
    hint: "a JSON file is read with --format json",
  });
}

/** The lines that look as if they set a key. */
function linesOf(content: string, key: string): number[] {
  const found: number[] = [];
  for (const [index, line] of content.split("\n").entries()) {
    const [before = "", ...rest] = line.replaceAll("\r", "").split("=");
    const name = before
      .trim()
      .replace(/^export /, "")
      .trim();
    if (rest.length > 0 && name === key.trim()) found.push(index + 1);
  }
  return found;
}

function invalidKeys(file: string, lines: ReadonlySet<number>): KeykistError {
  const sorted = [...lines].toSorted((one, other) => one - other);
  return new KeykistError(
    "INVALID_KEY",
    `cannot import ${file}: there is no key before the = of ${sorted.length === 1 ? "line" : "lines"} ${sorted.join(", ")}`,
    {
      hint: 'a key is of letters, digits, "_" and "-", and does not begin with a digit; a value of several lines needs quotes',
    },
  );
}
