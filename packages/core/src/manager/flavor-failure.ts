import type { WriteOutcome } from "../errors/error-code.ts";
import { KeykistError } from "../errors/keykist-error.ts";
import { redactCause, RedactedCause } from "../errors/redact-cause.ts";
import type { ValueSearch, Wording } from "../errors/redaction.ts";
import { failure, inFrame, type OperationFrame } from "./failure.ts";
import type { Classification } from "./flavor-contract.ts";

/** What is known of an operation when a flavor fails in it. */
export interface FlavorFailureContext {
  readonly frame: OperationFrame;
  /** Whether a step has, or may have, changed the backend. */
  readonly mutated: boolean;
  /** Finds values that the operation has seen. */
  readonly holdsValue: ValueSearch;
  /** What the flavor says of the error. */
  readonly classified: Classification | undefined;
}

/** A flavor's words, unless they quote a value after all. */
function unlessQuoting(
  text: string | undefined,
  holdsValue: ValueSearch,
  wording: Wording = "foreign",
): string | undefined {
  return text === undefined || holdsValue(text, wording) ? undefined : text;
}

/**
 * Reports whether someone is debugging a flavor. Then messages of errors that no flavor recognised are kept,
 * unless they hold a value that the operation has seen. docs/errors.md says what that may print.
 */
function isDebugging(): boolean {
  return process.env["KEYKIST_DEBUG"] === "1";
}

/** The effect of the whole operation. */
function outcomeOf(classified: Classification | undefined, mutated: boolean): WriteOutcome {
  const { outcome, outcomeOf: speaksOf = "step" } = classified ?? {};
  if (outcome === "applied") return outcome;
  if (outcome !== undefined && speaksOf === "operation") return outcome;
  // The flavor speaks of one step. What earlier steps of the operation did is done.
  return mutated ? "unknown" : (outcome ?? "not_applied");
}

/** The error for what a flavor threw, or let through from its backend: anything can stand in that. */
export function flavorFailure(error: unknown, context: FlavorFailureContext): KeykistError {
  const { frame, mutated, holdsValue, classified } = context;
  if (KeykistError.is(error)) {
    const { code, message, retry, outcome, hint, issues, cause } = inFrame(error, frame, mutated);
    return failure(frame, code, {
      message: unlessQuoting(message, holdsValue, "own"),
      retry,
      outcome,
      hint: unlessQuoting(hint, holdsValue, "own"),
      issues,
      // A manager under this one has seen to its cause already.
      cause: RedactedCause.is(cause) ? cause : redactCause(cause, { vouched: false, holdsValue }),
    });
  }
  const code = classified?.code ?? "UNKNOWN";
  return failure(frame, code, {
    retry: classified?.retry,
    reason: unlessQuoting(classified?.reason, holdsValue, "own"),
    hint: unlessQuoting(classified?.hint, holdsValue, "own"),
    outcome: outcomeOf(classified, mutated),
    // A flavor that says no more than that it does not know the error cannot vouch for its words either.
    cause: redactCause(error, { vouched: code !== "UNKNOWN" || isDebugging(), holdsValue }),
  });
}
