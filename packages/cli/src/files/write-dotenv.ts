import { parseEnv } from "node:util";
import { KeykistError, type Secret } from "@keykist/core";
import { readAsShell } from "./dialects/read-shell.ts";
import { type ExportedEntry, exportedEntries } from "./exported-entries.ts";

/** The quotes of a value, the most literal first: other programs expand `$` in all but the first. */
const QUOTES = ["'", '"', "`", ""];

/** The first line of a file that a shell would read otherwise. A reader of .env files takes it for a comment. */
const NOT_FOR_SHELLS =
  "# For node --env-file and dotenv. A shell would read it differently: kist export --format shell\n";

/**
 * Secrets as the text of one .env file, which Node reads back byte for byte: every line is read again by Node's own
 * reader before it is given out. A file that a shell would read otherwise says so in its first line.
 *
 * @throws KeykistError `INVALID_VALUE` where two secrets have one key, or a value cannot be written so; `INVALID_KEY`
 * where a key is not a valid variable name
 */
export function dotenvText(secrets: Iterable<Secret>): string {
  const entries = exportedEntries(secrets, "a .env file");
  const text = entries.map(({ name, key, value }) => `${lineOf(name, key, value)}\n`).join("");
  return `${isForShells(entries, text) ? "" : NOT_FOR_SHELLS}${text}`;
}

function isForShells(entries: readonly ExportedEntry[], text: string): boolean {
  const { assignments, losses } = readAsShell(text);
  return (
    losses.length === 0 &&
    assignments.length === entries.length &&
    entries.every(({ value }, index) => assignments[index]?.value === value)
  );
}

function lineOf(name: string, key: string, value: string): string {
  for (const quote of QUOTES) {
    // Without quotes of its own, one that the value begins with would be closed by one in a later value.
    if (quote === "" && /^\s*["'`]/.test(value)) continue;
    const line = `${key}=${quote}${value}${quote}`;
    if (readsBack(line, key, value)) return line;
  }
  throw new KeykistError(
    "INVALID_VALUE",
    `the value of ${key} in ${JSON.stringify(name)} cannot be written into a .env file: ${problemOf(key, value)}`,
    { secret: name, hint: "export it with --format json" },
  );
}

/** Reports whether Node reads a line as this one value, and the line behind it as another. */
function readsBack(line: string, key: string, value: string): boolean {
  // The environment of a process ends a value there, though the reader does not.
  if (value.includes("\0")) return false;
  const next = `${key}_`;
  const read = parseEnv(`${line}\n${next}=''\n`);
  return Object.keys(read).length === 2 && read[key] === value && read[next] === "";
}

function problemOf(key: string, value: string): string {
  if (value.includes("\0")) return "it holds a NUL";
  if (value.includes("\r")) return "it holds a carriage return, which Node drops";
  if (key === "__proto__") return "Node does not read this key";
  return "no kind of quotes fits what it holds";
}
