import type { ErrorCode } from "@keykist/core";

/** What `kist` ends with. `run` gives the exit code of the command that it ran. */
export const EXIT_CODES = {
  done: 0,
  unexpected: 1,
  usage: 2,
  notFound: 3,
  exists: 4,
  conflict: 5,
  invalid: 6,
  denied: 7,
  unavailable: 8,
  unsupported: 9,
  interrupted: 130,
  readerGone: 141,
} as const;

/** One of {@link EXIT_CODES}. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

const table: Readonly<Record<ErrorCode, keyof typeof EXIT_CODES>> = {
  SECRET_EXISTS: "exists",
  SECRET_NOT_FOUND: "notFound",
  REVISION_CONFLICT: "conflict",
  REVISION_NOT_FOUND: "notFound",
  SCHEMA_MISMATCH: "invalid",
  SCHEMA_EXISTS: "exists",
  SCHEMA_NOT_FOUND: "notFound",
  INVALID_NAME: "invalid",
  INVALID_KEY: "invalid",
  INVALID_VALUE: "invalid",
  INVALID_CONFIG: "invalid",
  LIMIT_EXCEEDED: "invalid",
  NOT_OWNED: "denied",
  UNAUTHENTICATED: "denied",
  PERMISSION_DENIED: "denied",
  THROTTLED: "unavailable",
  UNAVAILABLE: "unavailable",
  TIMEOUT: "unavailable",
  ABORTED: "interrupted",
  CORRUPT: "unexpected",
  UNSUPPORTED: "unsupported",
  FLAVOR_EXISTS: "exists",
  FLAVOR_NOT_FOUND: "notFound",
  MANAGER_EXISTS: "exists",
  MANAGER_NOT_FOUND: "notFound",
  REFERENCE_UNRESOLVED: "notFound",
  UNTRUSTED_CONFIG: "denied",
  CLOSED: "unavailable",
  UNKNOWN: "unexpected",
};

/** The exit code for an error of keykist. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return EXIT_CODES[table[code]];
}
