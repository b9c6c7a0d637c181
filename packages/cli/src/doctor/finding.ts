import { type Diagnosis, KeykistError } from "@keykist/core";
import { hintOf } from "../hint.ts";

/** What was looked at, and how it is. */
export type Finding = Diagnosis;

/** The finding for what failed as it was looked at; that a person gave up is none. */
export function problemOf(about: string, error: unknown): Finding {
  if (!KeykistError.is(error) || error.code === "ABORTED") throw error;
  const { code, message } = error;
  const next = hintOf(error, { adopts: false }) ?? "try again";
  return { status: "problem", about, says: message, next, code };
}
