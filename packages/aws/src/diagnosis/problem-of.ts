import type { Classification, Diagnosis } from "@keykist/core";
import { classifyAwsError } from "../errors.ts";

/** A finding about what failed. */
export type Problem = Extract<Diagnosis, { readonly status: "problem" }>;

/** The finding for what failed as it was looked at. Holds nothing of what AWS said. */
export function problemOf(about: string, error: unknown): Problem {
  const classified = classifyAwsError(error, { operation: "describeSecret", step: undefined });
  const {
    code,
    reason = code.toLowerCase().replaceAll("_", " "),
    hint = "try again",
  } = classified ?? UNKNOWN;
  return { status: "problem", about, says: reason, next: hint, code };
}

/** A diagnosis must not end at an error that it does not know. */
const UNKNOWN: Pick<Classification, "code" | "reason" | "hint"> = {
  code: "UNKNOWN",
  reason: "an error that keykist does not know",
  hint: "read a secret with KEYKIST_DEBUG=1, which shows the error, and report it",
};
