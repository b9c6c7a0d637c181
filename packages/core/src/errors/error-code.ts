/** Every code that a {@link KeykistError} can carry. The list is closed and covered by semver. */
export const ERROR_CODES = [
  "SECRET_EXISTS",
  "SECRET_NOT_FOUND",
  "REVISION_CONFLICT",
  "REVISION_NOT_FOUND",
  "SCHEMA_MISMATCH",
  "SCHEMA_EXISTS",
  "SCHEMA_NOT_FOUND",
  "INVALID_NAME",
  "INVALID_KEY",
  "INVALID_VALUE",
  "INVALID_CONFIG",
  "LIMIT_EXCEEDED",
  "NOT_OWNED",
  "UNAUTHENTICATED",
  "PERMISSION_DENIED",
  "THROTTLED",
  "UNAVAILABLE",
  "TIMEOUT",
  "ABORTED",
  "CORRUPT",
  "UNSUPPORTED",
  "FLAVOR_EXISTS",
  "FLAVOR_NOT_FOUND",
  "MANAGER_EXISTS",
  "MANAGER_NOT_FOUND",
  "REFERENCE_UNRESOLVED",
  "UNTRUSTED_CONFIG",
  "CLOSED",
  "UNKNOWN",
] as const;

/** One of {@link ERROR_CODES}. `docs/errors.md` has a paragraph for each. */
export type ErrorCode = (typeof ERROR_CODES)[number];

const codes: ReadonlySet<unknown> = new Set(ERROR_CODES);

export function isErrorCode(value: unknown): value is ErrorCode {
  return codes.has(value);
}

/**
 * Whether the same call may be made again.
 *
 * - `never`: it would fail the same way, or could do harm; look first.
 * - `safe`: it may succeed next time and cannot do harm.
 * - `exhausted`: it has been retried already, within its bounds, and given up.
 */
export type Retry = "never" | "safe" | "exhausted";

/**
 * The effect of a write that failed.
 *
 * - `not_applied`: the backend holds what it held before.
 * - `applied`: the write took effect, but could not keep all it promised. The message says what
 *   remains, and the hint how to mend it. Do not repeat the write.
 * - `unknown`: the write may or may not have been, or may yet be, applied. Look first.
 */
export type WriteOutcome = "not_applied" | "applied" | "unknown";
