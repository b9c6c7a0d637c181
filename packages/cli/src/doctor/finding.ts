import { type Diagnosis, KeykistError } from "@keykist/core";
import { kindOf } from "../failure.ts";
import { hintOf } from "../hint.ts";
import { Interrupted } from "../interrupted.ts";

/** What was looked at, and how it is. */
export type Finding = Diagnosis;

/**
 * Returns the finding for a check that failed. Throws if the user gave up. Of an unknown error, only the class is reported,
 * since its message may hold a value.
 */
export function problemOf(about: string, error: unknown): Finding {
  if (KeykistError.is(error, "ABORTED") || error instanceof Interrupted) throw error;
  if (!KeykistError.is(error)) {
    return {
      status: "problem",
      about,
      says: `could not be looked at (${kindOf(error)})`,
      next: "run it again with KEYKIST_DEBUG=1 to see where, and report it",
      code: "UNKNOWN",
    };
  }
  const { code, message } = error;
  const next = hintOf(error, { adopts: false }) ?? "try again";
  return { status: "problem", about, says: message, next, code };
}

/** Returns what was found, or the one problem that prevented the check. */
export async function looked(
  about: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [problemOf(about, error)];
  }
}
