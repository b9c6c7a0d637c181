import { type ErrorCode, KeykistError } from "@keykist/core";

/** What was looked at, and how it is. */
export type Finding =
  | {
      readonly status: "ok" | "note";
      /** What was looked at, in a word or two. */
      readonly about: string;
      readonly says: string;
    }
  | {
      readonly status: "problem";
      readonly about: string;
      readonly says: string;
      /** The exact next step. */
      readonly next: string;
      /** What an operation would fail with. */
      readonly code: ErrorCode;
    };

/** The finding for what failed as it was looked at; that a person gave up is none. */
export function problemOf(about: string, error: unknown): Finding {
  if (!KeykistError.is(error) || error.code === "ABORTED") throw error;
  const { code, message, hint } = error;
  return { status: "problem", about, says: message, next: hint ?? "try again", code };
}
