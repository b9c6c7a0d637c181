import { type Diagnosis, KeykistError } from "@keykist/core";

/** What was looked at, and how it is. */
export type Finding = Diagnosis;

/** The finding for what failed as it was looked at; that a person gave up is none. */
export function problemOf(about: string, error: unknown): Finding {
  if (!KeykistError.is(error) || error.code === "ABORTED") throw error;
  const { code, message, hint } = error;
  return { status: "problem", about, says: message, next: hint ?? "try again", code };
}
