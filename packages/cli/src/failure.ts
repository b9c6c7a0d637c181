import type { KeykistError, WriteOutcome } from "@keykist/core";
import { EXIT_CODES, exitCodeOf } from "./exit-code.ts";
import type { FailureCause } from "./failure-cause.ts";
import { hasOwnHint, type HintContext, hintOf } from "./hint.ts";
import { Interrupted } from "./interrupted.ts";
import type { NameSuggestions } from "./name-suggestions.ts";
import { NotStarted } from "./running/not-started.ts";
import { OutputError } from "./terminal/output.ts";
import { UsageError } from "./usage-error.ts";

/** The codes of failures that are none of keykist's errors. */
export const OWN_CODES = ["USAGE", "INTERRUPTED", "OUTPUT", "NOT_STARTED"] as const;

/** How a command failed: what is said of it, and what `kist` ends with. */
export interface Failure {
  readonly exitCode: number;
  /** A code of keykist's errors, or one of the command line's own. */
  readonly code: KeykistError["code"] | (typeof OWN_CODES)[number];
  readonly message: string;
  readonly hint: string | undefined;
  /** Of a write: what became of it. */
  readonly outcome?: WriteOutcome | undefined;
  /** What the backend said. */
  readonly cause?: FailureCause | undefined;
}

/**
 * What a thrown error means to a person. An error that nobody foresaw is not quoted: it may hold a value.
 *
 * @param suggestions proposes names for a secret that was not found; left out where no manager can be asked
 * @param context asked where the error is one of an operation
 */
export async function failureOf(
  error: unknown,
  suggestions: NameSuggestions | undefined,
  context: () => Promise<HintContext> = nothingKnown,
): Promise<Failure> {
  if (error instanceof UsageError) {
    const { message, hint } = error;
    return { exitCode: EXIT_CODES.usage, code: "USAGE", message, hint };
  }
  if (error instanceof Interrupted) return interrupted(error.message);
  if (error instanceof OutputError) {
    const { message } = error;
    return { exitCode: EXIT_CODES.unexpected, code: "OUTPUT", message, hint: undefined };
  }
  if (error instanceof NotStarted) {
    const { exitCode, message } = error;
    return { exitCode, code: "NOT_STARTED", message, hint: undefined };
  }
  const { KeykistError: Known } = await import("@keykist/core");
  if (Known.is(error, "ABORTED")) {
    // Who gave up knows that; what they may not know is whether it came too late.
    const { outcome, operation } = error;
    const matters = operation === undefined || outcome === "unknown";
    return interrupted("interrupted", matters ? hintOf(error, await context()) : undefined);
  }
  if (Known.is(error)) {
    const { causeOf } = await import("./failure-cause.ts");
    const { code, outcome } = error;
    const message = namingSecret(error);
    const cause = causeOf(error);
    const hint =
      (hasOwnHint(error) ? undefined : await suggestions?.for(error)) ??
      hintOf(error, await context());
    return { exitCode: exitCodeOf(code), code, message, hint, outcome, cause };
  }
  return {
    exitCode: EXIT_CODES.unexpected,
    code: "UNKNOWN",
    message: `something unexpected happened (${kindOf(error)})`,
    hint: "run it again with KEYKIST_DEBUG=1 to see where, and report it",
  };
}

/** The message of an error; of one among many secrets it has to say which. */
function namingSecret({ message, operation, secret }: KeykistError): string {
  const isNamed = operation === undefined || secret === undefined || message.includes(secret);
  return isNamed ? message : `${JSON.stringify(secret)}: ${message}`;
}

/** Where no manager can be asked. */
async function nothingKnown(): Promise<HintContext> {
  return { adopts: false };
}

function interrupted(message: string, hint?: string): Failure {
  return { exitCode: EXIT_CODES.interrupted, code: "INTERRUPTED", message, hint };
}

/** Where an error was thrown: the frames of its stack, without its message, which may hold a value. */
export function framesOf(error: unknown): string {
  if (!(error instanceof Error) || error.stack === undefined) return "";
  const { message, stack } = error;
  // A message may have lines that look like frames.
  const behind = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  const frames = behind.split("\n").filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line));
  return frames.map((line) => `${line}\n`).join("");
}

/** The class of an error and its system code, which are names in a program and no values. */
export function kindOf(error: unknown): string {
  const code: unknown = Reflect.get(Object(error), "code");
  const name = error instanceof Error ? error.constructor.name : typeof error;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]+$/.test(code) ? `${name} ${code}` : name;
}

/** One line for a person. */
export function lineOf({ message, hint }: Failure): string {
  return hint === undefined ? `kist: ${message}` : `kist: ${message}; ${hint}`;
}

/** The document that `--json` prints to stderr. */
export function documentOf({ code, message, hint, outcome, cause }: Failure): string {
  return JSON.stringify({ error: { code, message, hint, outcome, cause } });
}
