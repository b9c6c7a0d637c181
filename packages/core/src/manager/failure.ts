import type { ErrorCode, WriteOutcome } from "../errors/error-code.ts";
import { KeykistError, type KeykistErrorDetails } from "../errors/keykist-error.ts";
import type { Operation } from "./flavor-contract.ts";

/** What every error of one operation has in common. */
export interface OperationFrame {
  readonly operation: Operation;
  readonly flavor: string;
  /** The secret's name, once it is known to be one. */
  readonly secret: string | undefined;
}

const actions: Readonly<Record<Operation, string>> = {
  registerSecret: "register",
  getSecret: "read",
  getSecrets: "read",
  getAllSecretKeys: "list",
  listSecrets: "list",
  describeSecret: "describe",
  updateSecret: "update",
  modifySecret: "modify",
  deleteSecret: "delete",
  deleteAllSecrets: "delete all",
  getSecretHistory: "read the history of",
  rollbackSecret: "roll back",
  undeleteSecret: "undelete",
  adoptSecret: "adopt",
  close: "close",
};

/** The past form of each write, for one that took effect. */
const done: Partial<Readonly<Record<Operation, string>>> = {
  registerSecret: "registered",
  updateSecret: "updated",
  modifySecret: "modified",
  deleteSecret: "deleted",
  deleteAllSecrets: "deleted",
  rollbackSecret: "rolled back",
  undeleteSecret: "undeleted",
  adoptSecret: "adopted",
};

const reads: ReadonlySet<Operation> = new Set([
  "getSecret",
  "getSecrets",
  "getAllSecretKeys",
  "listSecrets",
  "describeSecret",
  "getSecretHistory",
]);

/** Reports whether an operation can change the backend. */
export function writes(operation: Operation): boolean {
  return !reads.has(operation);
}

const reasons: Partial<Readonly<Record<ErrorCode, readonly [reason: string, hint: string]>>> = {
  SECRET_EXISTS: ["a secret of this name exists already", "update it, or choose another name"],
  SECRET_NOT_FOUND: [
    "there is no such secret",
    "getAllSecretKeys() gives the names that exist in this scope",
  ],
  REVISION_CONFLICT: [
    "someone else has changed it since",
    "read it again, then repeat the change; modifySecret does both",
  ],
  REVISION_NOT_FOUND: [
    "there is no such revision",
    "getSecretHistory() gives the revisions that are kept",
  ],
  NOT_OWNED: ["it was not made by keykist", "take it over with adoptSecret(name, type) first"],
  UNAUTHENTICATED: [
    "the backend does not accept the credentials",
    "check the credentials that the manager uses",
  ],
  PERMISSION_DENIED: [
    "permission denied",
    "ask for the permission that the backend names, or use other credentials",
  ],
  THROTTLED: ["the backend refuses so many calls", "wait and try again, or make fewer calls"],
  UNAVAILABLE: ["the backend cannot be reached or is not ready", "try again later"],
  TIMEOUT: ["the time is up", "raise timeoutMs in the manager's config if the backend is slow"],
  ABORTED: ["it was aborted by the caller", "call it again when it is wanted"],
  CORRUPT: ["what the backend holds is damaged", "restore it from a copy, or delete it"],
  CLOSED: ["the manager is closed", "make a new manager"],
  UNKNOWN: [
    "an error that the flavor does not know",
    "report it to the maintainers of the flavor, with the cause",
  ],
};

/** `cannot update "db": permission denied`, or `deleted "db", but …` of what took effect. */
function messageOf(
  frame: OperationFrame,
  outcome: WriteOutcome | undefined,
  reason: string,
): string {
  const { operation, secret } = frame;
  const object = secret === undefined ? " secrets" : ` ${JSON.stringify(secret)}`;
  const past = outcome === "applied" ? done[operation] : undefined;
  if (past !== undefined) return `${past}${object}, but ${reason}`;
  // Of deleting all, the error of one secret is about deleting that one.
  const isOneOfAll = operation === "deleteAllSecrets" && secret !== undefined;
  const action = isOneOfAll ? actions.deleteSecret : actions[operation];
  return `cannot ${action}${operation === "close" ? "" : object}: ${reason}`;
}

const unknownHint = "read the secret to see whether the write was applied";

/** The error of an operation, in the words of its code unless `reason` and `hint` say it better. */
export function failure(
  frame: OperationFrame,
  code: ErrorCode,
  details: Omit<KeykistErrorDetails, keyof OperationFrame> & {
    /** What stands behind `cannot update "db": `. */
    readonly reason?: string | undefined;
    /** The whole message. */
    readonly message?: string | undefined;
  } = {},
): KeykistError {
  const [reason, hint] = reasons[code] ?? [code, undefined];
  const { reason: given, message, ...rest } = details;
  const outcome: WriteOutcome | undefined = writes(frame.operation)
    ? (rest.outcome ?? "not_applied")
    : undefined;
  return new KeykistError(code, message ?? messageOf(frame, outcome, given ?? reason), {
    ...rest,
    ...frame,
    outcome,
    // What took effect, or may have, must not be repeated blindly.
    retry: outcome === undefined || outcome === "not_applied" ? rest.retry : "never",
    hint: rest.hint ?? (outcome === "unknown" ? unknownHint : hint),
  });
}

/** The same error, as one of this operation, whatever part of keykist found it. */
export function inFrame(
  error: KeykistError,
  frame: OperationFrame,
  mutated: boolean,
): KeykistError {
  const { code, message, retry, hint, issues, cause } = error;
  const outcome = writes(frame.operation)
    ? (error.outcome ?? (mutated ? "unknown" : "not_applied"))
    : undefined;
  return new KeykistError(code, message, {
    operation: frame.operation,
    flavor: frame.flavor,
    secret: error.secret ?? frame.secret,
    retry,
    outcome,
    hint,
    issues,
    cause,
  });
}
