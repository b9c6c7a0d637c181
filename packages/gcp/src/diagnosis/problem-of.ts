import { type Classification, type Diagnosis, KeykistError } from "@keykist/core";
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
  const { code, reason, hint } = meaningOf(error, step);
  const words = reason ?? code.toLowerCase().replaceAll("_", " ");
  const says = secret === undefined ? words : `"${secret}": ${words}`;
  return { status: "problem", about, says, next: hint ?? "try again", code };
}

function meaningOf(error: unknown, step: string | undefined): Classification {
  if (KeykistError.is(error)) {
    const { code, retry, message, hint } = error;
    return { code, retry, reason: message, hint };
  }
  return classifyGcpError(error, { step }) ?? unforeseen(error);
}

/** The meaning of an unknown error, which must end neither the diagnosis nor the program. */
function unforeseen(error: unknown): Classification {
  const name: unknown = Reflect.get(Object(error), "name");
  const said = typeof name === "string" && /^\w{1,60}$/u.test(name) ? ` (${name})` : "";
  return {
    code: "UNKNOWN",
    retry: "never",
    reason: `an error that @keykist/gcp does not know${said}`,
    hint: "report it to the maintainers of @keykist/gcp; KEYKIST_DEBUG=1 shows the cause of errors",
  };
}
