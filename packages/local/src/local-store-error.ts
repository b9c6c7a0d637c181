import type { Classification } from "@keykist/core";

/** What can be wrong with a store, beside what SQLite says. */
export type LocalStoreProblem =
  /** The key is set, but is no key. */
  | "malformed-key"
  /** The store was made with another key, or the key is not there. */
  | "wrong-key"
  /** No key may be made here. */
  | "no-new-key"
  /** The file is of a later format. */
  | "newer-format"
  /** What was read is not what was written. */
  | "damaged"
  /** The file system refuses. */
  | "denied"
  /** The file is not what it must be: a link, a folder, another program's. */
  | "unsuitable"
  /** The store is missing, and traces of it exist. */
  | "lost"
  /** The file is gone or was replaced while it was open. */
  | "replaced"
  /** The store was given another key while it was open. */
  | "rekeyed"
  /** Only a person knows what opens the store. */
  | "not-exportable"
  /** The Node that runs has no SQLite. */
  | "old-node"
  /** The file system cannot hold more, or fails. */
  | "failing";

const codes: Readonly<Record<LocalStoreProblem, Pick<Classification, "code" | "retry">>> = {
  "malformed-key": { code: "INVALID_CONFIG", retry: "never" },
  "wrong-key": { code: "UNAUTHENTICATED", retry: "never" },
  "no-new-key": { code: "UNAUTHENTICATED", retry: "never" },
  "newer-format": { code: "UNSUPPORTED", retry: "never" },
  damaged: { code: "CORRUPT", retry: "never" },
  denied: { code: "PERMISSION_DENIED", retry: "never" },
  unsuitable: { code: "INVALID_CONFIG", retry: "never" },
  lost: { code: "UNAVAILABLE", retry: "never" },
  replaced: { code: "UNAVAILABLE", retry: "safe" },
  rekeyed: { code: "UNAVAILABLE", retry: "safe" },
  "not-exportable": { code: "UNSUPPORTED", retry: "never" },
  "old-node": { code: "UNSUPPORTED", retry: "never" },
  failing: { code: "UNAVAILABLE", retry: "safe" },
};

/** An error of a local store: a problem, what to say of it, and the next step. Holds paths, never keys. */
export class LocalStoreError extends Error {
  readonly problem: LocalStoreProblem;
  readonly hint: string;

  constructor(problem: LocalStoreProblem, message: string, hint: string) {
    super(message);
    this.name = "LocalStoreError";
    this.problem = problem;
    this.hint = hint;
  }

  /** None of these is found after a write has begun. */
  get classification(): Classification {
    return {
      ...codes[this.problem],
      outcome: "not_applied",
      reason: this.message,
      hint: this.hint,
    };
  }
}
