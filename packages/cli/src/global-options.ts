import type { FlagParametersForType } from "@stricli/core";
import { managerNames } from "./completion/proposals.ts";
import type { KistContext } from "./kist-context.ts";
import { switchOption, textOption } from "./routes/options.ts";

/** The options that every command takes. */
export interface GlobalOptions {
  /** The manager to work with, by the name that the configuration gives it. */
  readonly manager?: string | undefined;
  /** The configuration file. */
  readonly config?: string | undefined;
  /** One JSON document on stdout; a failure as one on stderr. */
  readonly json?: boolean | undefined;
  /** No question is asked: what would be asked is agreed to. */
  readonly yes?: boolean | undefined;
  /** Nothing on stderr but failures. */
  readonly quiet?: boolean | undefined;
  /** The backend's own words of a failure. */
  readonly verbose?: boolean | undefined;
  readonly noColor?: boolean | undefined;
}

/** {@link GlobalOptions}, for the parser. */
export const globalOptions: FlagParametersForType<GlobalOptions, KistContext> = {
  manager: textOption({
    placeholder: "NAME",
    brief: "Work with this manager",
    propose: managerNames,
  }),
  config: textOption({ placeholder: "FILE", brief: "Use this configuration file, and trust it" }),
  json: switchOption("Print JSON, also of a failure"),
  yes: switchOption("Agree to what would be asked"),
  quiet: switchOption("Print nothing but results and failures"),
  verbose: switchOption("Also print the cause of a failure"),
  noColor: switchOption("Print without colors"),
};

/** The global options that take a value, as they are typed. */
const WITH_VALUE: ReadonlySet<string> = new Set(["--manager", "--config"]);
const WITHOUT_VALUE: ReadonlySet<string> = new Set([
  "--json",
  "--yes",
  "--quiet",
  "--verbose",
  "--no-color",
]);

/** All of them, as they are typed. */
export const GLOBAL_OPTIONS: readonly string[] = [...WITH_VALUE, ...WITHOUT_VALUE];

/** Takes off the global options that stand before a command's words. */
export function splitLeadingOptions(
  inputs: readonly string[],
): [leading: readonly string[], rest: readonly string[]] {
  let end = 0;
  for (;;) {
    const input = inputs[end] ?? "";
    const [name = ""] = input.split("=", 1);
    if (WITHOUT_VALUE.has(input) || (WITH_VALUE.has(name) && input !== name)) end += 1;
    else if (WITH_VALUE.has(input) && end + 1 < inputs.length) end += 2;
    else return [inputs.slice(0, end), inputs.slice(end)];
  }
}

/**
 * Moves global options that stand before the command's words behind them, where the parser looks for
 * them: `kist --json list` is `kist list --json`.
 */
export function globalOptionsLast(inputs: readonly string[]): readonly string[] {
  const [leading, rest] = splitLeadingOptions(inputs);
  if (leading.length === 0) return inputs;
  const escape = rest.indexOf("--");
  const at = escape === -1 ? rest.length : escape;
  return [...rest.slice(0, at), ...leading, ...rest.slice(at)];
}

/** What an option was given, before anything is parsed. */
export function valueOfOption(name: string, inputs: readonly string[]): string | undefined {
  for (const [index, input] of inputs.entries()) {
    if (input === "--") return undefined;
    if (input === name) return inputs[index + 1];
    if (input.startsWith(`${name}=`)) return input.slice(name.length + 1);
  }
  return undefined;
}

/** Reports whether JSON is asked for, before anything is parsed: a usage error is JSON too then. */
export function asksForJson(inputs: readonly string[]): boolean {
  const escape = inputs.indexOf("--");
  return inputs.slice(0, escape === -1 ? undefined : escape).includes("--json");
}
