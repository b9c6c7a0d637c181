import type { Classification } from "@keykist/core";

/** How credentials fail. */
export type CredentialsProblem =
  /** There are none, or they are not accepted. */
  | "invalid"
  /** They are valid, and may not do what they are used for: act as a service account, use a scope. */
  | "denied"
  /** They do not fit the rest of the configuration. */
  | "misplaced"
  /** The service that gives tokens cannot be reached, or is not ready. */
  | "unreachable";

/**
 * Credentials that cannot be loaded, or for which no token is given. Its words are keykist's own: those of Google's
 * library quote the file of credentials, and what a program printed that was to give a token.
 */
export class CredentialsError extends Error {
  override readonly name: string = "CredentialsError";
  readonly problem: CredentialsProblem;
  readonly hint: string;

  constructor(problem: CredentialsProblem, reason: string, hint: string) {
    super(reason);
    this.problem = problem;
    this.hint = hint;
  }
}

/** How to get credentials, where there are none or others are needed. */
export const LOG_IN =
  "run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS";

const codes: Readonly<Record<CredentialsProblem, Pick<Classification, "code" | "retry">>> = {
  invalid: { code: "UNAUTHENTICATED", retry: "never" },
  denied: { code: "PERMISSION_DENIED", retry: "never" },
  misplaced: { code: "INVALID_CONFIG", retry: "never" },
  unreachable: { code: "UNAVAILABLE", retry: "safe" },
};

/** Classifies the error. Nothing was sent without a token. */
export function classifyCredentials({ problem, message, hint }: CredentialsError): Classification {
  return { ...codes[problem], outcome: "not_applied", reason: message, hint };
}
