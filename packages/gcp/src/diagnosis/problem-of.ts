import type { Diagnosis } from "@keykist/core";
import { classifyGcpError } from "../errors.ts";

/** A finding about what failed. */
export type Problem = Extract<Diagnosis, { readonly status: "problem" }>;

export interface ProblemSubject {
  readonly about: string;
  /** The call that failed: `"ListSecrets"`. */
  readonly step?: string | undefined;
  /** The secret that it is about. */
  readonly secret?: string | undefined;
}

/** The finding for what failed as it was looked at. Holds nothing of what Google said. */
export function problemOf(error: unknown, { about, step, secret }: ProblemSubject): Problem {
  const classified = classifyGcpError(error, { operation: "describeSecret", step });
  if (classified === undefined) throw error;
  const { code, reason = code.toLowerCase().replaceAll("_", " "), hint = "try again" } = classified;
  const says = secret === undefined ? reason : `"${secret}": ${reason}`;
  return { status: "problem", about, says, next: hint, code };
}
