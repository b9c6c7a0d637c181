/**
 * How a condition on a write is enforced.
 *
 * - `server`: by the backend itself, against every writer. A change by a program without keykist
 *   also gives the secret another revision.
 * - `cooperative`: among managers that follow the same protocol.
 * - `none`: not at all.
 */
export type Guard = "server" | "cooperative" | "none";

/** When a reader sees what was written: at once, or some time later. */
export type Consistency = "strong" | "eventual";

/**
 * The guarantee for programs that read the backend natively, without keykist, under a secret's name.
 *
 * - `exact`: the plain value of the state in force, or nothing: at every step of every operation, and
 *   after every crash and refusal. Registering over a deleted name and undeleting may show the deleted
 *   value for one call.
 * - `settled`: the same, unless a write is running or was cut short. `diagnose` names those that are.
 * - `none`: nothing is promised. Such a backend is read through keykist only.
 */
export type NativeReads = "exact" | "settled" | "none";

/** The largest sizes that a manager accepts. Checked before the first call to the backend. */
export interface Limits {
  /** UTF-8 bytes of one value. */
  readonly valueBytes: number;
  /** Bytes of all keys and values of one secret, in the form that the flavor stores. */
  readonly secretBytes: number;
  /** Keys of one secret. */
  readonly keys: number;
  /** Characters of a secret's name, without its scope; at most 200. */
  readonly names: number;
}

/**
 * What a manager can do and promises, computed from its configuration. The conformance suite
 * checks every claim, and that whatever is not claimed is refused as `UNSUPPORTED`.
 */
export interface Capabilities {
  /** Of two concurrent registrations of one name, exactly one succeeds. */
  readonly exclusiveCreate: Guard;
  /** `updateSecret` with `ifRevision`, and so `modifySecret` and `rollbackSecret`. */
  readonly guardedUpdate: Guard;
  /** `deleteSecret` with `ifRevision`. */
  readonly guardedDelete: Guard;
  /** Whether a get sees every write that was acknowledged before it. */
  readonly readAfterWrite: Consistency;
  /** Whether a listing sees every write that was acknowledged before it. */
  readonly listAfterWrite: Consistency;
  /** Whether an update of several keys is seen whole or not at all, also where it is cut short. */
  readonly atomicUpdate: boolean;
  /** Whether anything can be written. */
  readonly write: boolean;
  /** Whether `adoptSecret` works, and `listSecrets({ owned: false })`. */
  readonly adopt: boolean;
  /** Which earlier revisions can be read and rolled back to. */
  readonly history: "none" | "previous" | "full";
  /** Whether a deleted secret can be brought back by `undeleteSecret`. */
  readonly deletion: "immediate" | "recoverable";
  /** The guarantee for programs that read without keykist. */
  readonly nativeReads: NativeReads;
  /**
   * Whether `getSecret`, `getSecrets` and `describeSecret` take `id:` and an id of the backend, which
   * no name of keykist's grammar maps to: an ARN, `/app/db`, `prod--db`. In scope `none` only.
   */
  readonly readsById: boolean;
  readonly limits: Limits;
}
