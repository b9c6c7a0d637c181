import { parseEnv } from "node:util";
import { KeykistError, type Secret } from "@keykist/core";

/** The quotes of a value, the most literal first: other programs expand `$` in all but the first. */
const QUOTES = ["'", '"', "`", ""];

/**
 * Secrets as the text of one .env file, which Node reads back byte for byte: every line is read again by Node's own
 * reader before it is given out.
 *
 * @throws KeykistError `INVALID_VALUE` where two secrets have one key, or a value cannot be written so
 */
export function dotenvText(secrets: Iterable<Secret>): string {
  const owners = new Map<string, string>();
  const lines: string[] = [];
  for (const { name, content } of secrets) {
    for (const [key, value] of Object.entries(content)) {
      const owner = owners.get(key);
      if (owner !== undefined) throw collision(key, owner, name);
      owners.set(key, name);
      lines.push(lineOf(name, key, value));
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

function collision(key: string, one: string, other: string): KeykistError {
  return new KeykistError(
    "INVALID_VALUE",
    `the key ${key} is in both ${JSON.stringify(one)} and ${JSON.stringify(other)}, and a .env file has it once`,
    { hint: "export them one by one, or with --format json" },
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

/** Whether Node reads a line as this one value, and the line behind it as another. */
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
