import {
  type ApplicationText,
  type ArgumentScannerError,
  ArgumentScannerError as ScannerError,
  formatMessageForArgumentScannerError,
  text_en,
} from "@stricli/core";
import { counted } from "./terminal/counted.ts";

/*
 * What the parser says of a command line that it cannot take apart. Its own words quote what was typed,
 * which may be a value; ours name options and places only.
 */

/** Options that other tools have, or that mean something to Node, and what they are called here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["env-file", "there is no option --env-file, which Node takes for itself; use --dotenv FILE"],
]);

/** What stands before the `=` of an option. */
function optionName(input: string): string {
  const [name = input] = input.split("=", 1);
  return name;
}

function among(corrections: readonly string[]): string {
  return corrections.length === 0 ? "" : `; did you mean ${corrections.join(" or ")}?`;
}

function messageOf(error: ArgumentScannerError): string {
  return formatMessageForArgumentScannerError(error, {
    FlagNotFoundError: ({ input, corrections }) =>
      ELSEWHERE.get(optionName(input)) ??
      `there is no option ${optionName(input.startsWith("-") ? input : `--${input}`)}${among(corrections.map((name) => `--${name}`))}`,
    AliasNotFoundError: () => "there is no such short option",
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: what, exception }) =>
      `${/^[a-z]/.test(what) ? `--${what}` : what} is not valid: ${exception instanceof Error ? exception.message : "it cannot be read"}`,
    EnumValidationError: ({ externalFlagName, values }) =>
      `--${externalFlagName} takes one of: ${values.join(", ")}`,
    UnsatisfiedFlagError: ({ externalFlagName }) => `--${externalFlagName} needs a value`,
    UnexpectedPositionalError: ({ expectedCount }) =>
      expectedCount === 0
        ? "this command takes no words, only options"
        : `this command takes no more than ${counted(expectedCount, "word")}`,
    UnsatisfiedPositionalError: ({ placeholder }) => `${placeholder} is missing`,
    InvalidNegatedFlagSyntaxError: ({ externalFlagName }) => `--${externalFlagName} takes no value`,
    UnexpectedFlagError: ({ externalFlagName }) => `--${externalFlagName} needs a value`,
  });
}

/** The texts of the parser. */
export const parserText: ApplicationText = {
  ...text_en,
  headers: { ...text_en.headers, flags: "OPTIONS" },
  briefs: { ...text_en.briefs, argumentEscapeSequence: "What stands behind it is no option" },
  exceptionWhileParsingArguments: (error) =>
    error instanceof ScannerError ? messageOf(error) : "the command line cannot be read",
  // Replaced by what unknown-command.ts says, which knows synonyms.
  noCommandRegisteredForInput: () => "there is no such command",
};
