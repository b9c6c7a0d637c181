import { hasBrand, setBrand } from "../brand.ts";
import type { ErrorCode, Retry, WriteOutcome } from "./error-code.ts";

/** What is wrong with one key of a secret, or one field of a configuration. Never holds a value. */
export interface ValidationIssue {
  /** The key or field. Keys that the schema does not know are masked as `"(unknown key)"`. */
  readonly key: string;
  /** What is wrong, in a few words: `"missing"`, `"expected integer"`. */
  readonly problem: string;
}

/** What a {@link KeykistError} says beside its code and message. */
export interface KeykistErrorDetails {
  readonly operation?: string | undefined;
  readonly flavor?: string | undefined;
  readonly secret?: string | undefined;
  readonly retry?: Retry | undefined;
  readonly outcome?: WriteOutcome | undefined;
  readonly hint?: string | undefined;
  readonly issues?: readonly ValidationIssue[] | undefined;
  readonly cause?: unknown;
}

/**
 * The one error class of keykist. Act on {@link KeykistError.code}; the message is for people and
 * never holds a value of a secret.
 *
 * Recognise it with {@link KeykistError.is}, not with `instanceof`: two copies of this package may
 * be installed side by side, and a clone made by `structuredClone` or `postMessage` is no
 * `KeykistError` any more.
 *
 * @example
 * ```ts
 * try {
 *   await manager.getSecret("prod-db");
 * } catch (error) {
 *   if (!KeykistError.is(error, "SECRET_NOT_FOUND")) throw error;
 * }
 * ```
 */
export class KeykistError extends Error {
  static {
    setBrand(this.prototype, "error");
    // On the prototype, not enumerable: printed as the error's name, not as a field of it.
    Object.defineProperty(this.prototype, "name", { value: "KeykistError", configurable: true });
  }

  /** The reason, from a closed list. */
  readonly code: ErrorCode;
  /** The public operation that failed, such as `"updateSecret"`. */
  readonly operation: string | undefined;
  /** The flavor of the manager that failed. */
  readonly flavor: string | undefined;
  /** The name of the secret. */
  readonly secret: string | undefined;
  /** Whether the same call may be made again. */
  readonly retry: Retry;
  /** For writes: what is known about their effect. */
  readonly outcome: WriteOutcome | undefined;
  /** The exact next step, with a command where there is one. */
  readonly hint: string | undefined;
  /** For `INVALID_VALUE`, `INVALID_KEY` and `INVALID_CONFIG`: what is wrong, key by key. */
  readonly issues: readonly ValidationIssue[] | undefined;

  constructor(code: ErrorCode, message: string, details: KeykistErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.operation = details.operation;
    this.flavor = details.flavor;
    this.secret = details.secret;
    this.retry = details.retry ?? "never";
    this.outcome = details.outcome;
    this.hint = details.hint;
    this.issues = details.issues;
  }

  /**
   * Reports whether a thrown value is a keykist error, with this code if one is given. Also true for
   * errors of another copy of this package.
   */
  static is<Code extends ErrorCode = ErrorCode>(
    error: unknown,
    code?: Code,
  ): error is KeykistError & { readonly code: Code } {
    return (
      hasBrand(error, "error") &&
      (code === undefined || Reflect.get(Object(error), "code") === code)
    );
  }

  /** The shape that `--json` prints and that can be sent across workers: no stack, no cause. */
  toJSON(): { readonly code: ErrorCode; readonly message: string } & Omit<
    KeykistErrorDetails,
    "cause"
  > {
    const { code, message, operation, flavor, secret, retry, outcome, hint, issues } = this;
    return { code, message, operation, flavor, secret, retry, outcome, hint, issues };
  }
}
