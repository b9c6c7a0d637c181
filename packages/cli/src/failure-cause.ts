import { KeykistError, RedactedCause } from "@keykist/core";
import { quoted } from "./terminal/plain-text.ts";

/** A refusal of AWS names the caller, the action and the resource in full. */
const LONGEST = 2000;

/** The parts of a backend's error, or of its SDK's, that may be shown as the cause of a failure. Holds no value. */
export interface FailureCause {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly status: string | undefined;
  readonly requestId: string | undefined;
}

/** Returns the cause of an error if a backend or its SDK caused it. A cause that is not redacted is not shown. */
export function causeOf(error: unknown): FailureCause | undefined {
  if (!KeykistError.is(error) || !RedactedCause.is(error.cause)) return undefined;
  const { name, message, code, status, requestId } = error.cause;
  return { name, message, code, status, requestId };
}

/** The line of `--verbose`. */
export function causeLine({ name, message, code, status, requestId }: FailureCause): string {
  const known = [
    code === undefined || code === name ? "" : `code ${code}`,
    status === undefined ? "" : `status ${status}`,
    requestId === undefined ? "" : `request ${requestId}`,
  ].filter((part) => part !== "");
  const words = message === "" ? "" : `: ${quoted(message, { longest: LONGEST })}`;
  return `  cause: ${name}${words}${known.length === 0 ? "" : ` (${known.join(", ")})`}`;
}
