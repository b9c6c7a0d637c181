import { readFileSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

/** What Node puts in the place of bytes that are no UTF-8. */
const REPLACEMENT = "\uFFFD";

/**
 * Refuses arguments that are not text: kist would go on with others than were given.
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

/** Whether the character was really given. Where the system does not show the bytes, it was not. */
function isText(file: string): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
    return true;
  } catch {
    // There are bytes that are no text, or no such file.
    return false;
  }
}
