import { GLOBAL_OPTIONS, splitLeadingOptions } from "../global-options.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";
import { UsageError } from "../usage-error.ts";

/** The options of `kist run` that take a value, with those of all commands. */
const WITH_VALUE: ReadonlySet<string> = new Set([
  "--secret",
  "--dotenv",
  "--allow",
  "--manager",
  "--config",
]);
const WITHOUT_VALUE: ReadonlySet<string> = new Set([
  ...GLOBAL_OPTIONS.filter((option) => !WITH_VALUE.has(option)),
  "--prefer-env",
]);

/**
 * Finds mistakes in a line of `kist run` that the parser cannot explain: a command without `--` before it, or a secret
 * without `--secret`.
 *
 * @returns the error, whose hint is the line to type; `undefined` for other commands and for correct lines
 */
export function runLineProblem(inputs: readonly string[]): UsageError | undefined {
  const [leading, [command, ...words]] = splitLeadingOptions(inputs);
  if (command !== "run") return undefined;
  const escape = words.indexOf("--");
  const before = escape === -1 ? words : words.slice(0, escape);
  const at = firstWord(before);
  if (at === undefined) return undefined;
  const start = ["kist", ...leading, "run"];
  if (escape === -1) {
    const [program = "", ...more] = words.slice(at);
    const line = [...start, ...words.slice(0, at), "--", program].map(shellQuoted).join(" ");
    return new UsageError(
      "-- has to stand before the command",
      `type: ${line}${more.length === 0 ? "" : " …"}`,
    );
  }
  // A word between options is rather the name of a secret.
  const named = before.flatMap((word, index) => (index === at ? ["--secret", word] : [word]));
  const [program, ...more] = words.slice(escape + 1);
  const line = [...start, ...named, "--", program ?? "COMMAND"].map(shellQuoted).join(" ");
  return new UsageError(
    "a secret is named by --secret",
    `type: ${line}${more.length === 0 ? "" : " …"}`,
  );
}

/** Where the first word stands that is no option, and no option's value. Unknown options are for the parser. */
function firstWord(words: readonly string[]): number | undefined {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (WITH_VALUE.has(word)) at += 1;
    else if (!word.startsWith("-")) return at;
    else if (!WITHOUT_VALUE.has(word) && !word.includes("=")) return undefined;
  }
  return undefined;
}
