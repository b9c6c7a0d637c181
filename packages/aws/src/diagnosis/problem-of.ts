import type { Diagnosis } from "@keykist/core";
import { classifyAwsError } from "../errors.ts";

/** A finding about what failed. */
export type Problem = Extract<Diagnosis, { readonly status: "problem" }>;

/** The finding for what failed as it was looked at. Holds nothing of what AWS said. */
export function problemOf(about: string, error: unknown): Problem {
  const classified = classifyAwsError(error, { operation: "describeSecret", step: undefined });
  if (classified === undefined) throw error;
  const { code, reason, hint } = classified;
  return {
    status: "problem",
    about,
    says: reason ?? code.toLowerCase().replaceAll("_", " "),
    next: hint ?? "try again",
    code,
  };
}
