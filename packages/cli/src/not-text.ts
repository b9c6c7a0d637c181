import { readFileSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

/** The character that Node puts in place of bytes that are not UTF-8. */
const REPLACEMENT = "\uFFFD";

/**
 * Refuses arguments that are not text, since kist would work with changed ones.
 *
 * @throws UsageError
 */
export function assertText(inputs: readonly string[]): void {
  const at = inputs.findIndex((input) => input.includes(REPLACEMENT));
  if (at === -1 || isText("/proc/self/cmdline")) return;
  throw new UsageError(
    `argument ${at + 1} is not UTF-8 text`,
    "set LANG to a locale of UTF-8, or give a value with KEY=@FILE in base64",
  );
}

/** Variables that cannot be passed on as they are, since they are not text. */
export function variablesThatAreNotText(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const names = Object.keys(environment).filter((name) =>
    `${name}${environment[name] ?? ""}`.includes(REPLACEMENT),
  );
  return names.length === 0 || isText("/proc/self/environ") ? [] : names;
}

/** Reports whether the character was really given. If the system does not show the bytes, it counts as not given. */
function isText(file: string): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
    return true;
  } catch {
    // There are bytes that are no text, or no such file.
    return false;
  }
}
