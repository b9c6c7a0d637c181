/** What the base and a flavor say to each other. For flavor authors; applications need none of it. */
import type { ErrorCode, Retry, WriteOutcome } from "../errors/error-code.ts";
import type { Entries } from "../schemas/secret-schema.ts";
import type { Revision } from "../secrets/secret.ts";
import type { Clock } from "./clock.ts";
import type { SecretPath } from "./secret-path.ts";

/** The names of the public operations, as errors and observers see them. */
export type Operation =
  | "registerSecret"
  | "getSecret"
  | "getSecrets"
  | "getAllSecretKeys"
  | "listSecrets"
  | "describeSecret"
  | "updateSecret"
  | "modifySecret"
  | "deleteSecret"
  | "deleteAllSecrets"
  | "getSecretHistory"
  | "rollbackSecret"
  | "undeleteSecret"
  | "adoptSecret"
  | "close";

/** A secret to be stored: already validated, its entries sorted by key. */
export interface SecretRecord {
  readonly type: string;
  readonly entries: Entries;
}

/** A secret as the backend holds it. */
export interface StoredRecord {
  /** `undefined` for a secret that keykist does not own, which has no type. */
  readonly type: string | undefined;
  /** All entries, or those that {@link Wanted.keys} asked for. */
  readonly entries: Entries;
  /** All keys; needed only where `entries` does not hold every one. */
  readonly keys?: readonly string[] | undefined;
  readonly revision: Revision;
  /** Whether the secret was made or adopted by keykist. */
  readonly owned: boolean;
  readonly createdAt?: Date | undefined;
  readonly updatedAt?: Date | undefined;
}

/**
 * One secret of a listing. Type and revision are needed where it is owned and {@link Wanted.summaries} is `full`.
 */
export interface RecordSummary {
  /**
   * The full path, exactly as in {@link SecretPath.full}. Of a secret that is not owned and that only `doReadById`
   * reads, it is `id:` and its id.
   */
  readonly path: string;
  readonly type?: string | undefined;
  readonly revision?: Revision | undefined;
  /** Whether the secret is keykist's. Default: `true`. The base leaves out what {@link Wanted.owned} does not ask for. */
  readonly owned?: boolean | undefined;
  readonly createdAt?: Date | undefined;
  readonly updatedAt?: Date | undefined;
}

/** One committed state in the history of a secret. */
export interface HistoryEntry {
  readonly revision: Revision;
  /** When the state was committed. */
  readonly createdAt?: Date | undefined;
  /** Sorted, where the backend tells without reading values. */
  readonly keys?: readonly string[] | undefined;
}

export type CreateOutcome =
  | { readonly kind: "created"; readonly revision: Revision }
  | { readonly kind: "exists" };

/** What keeps a write from being applied; all of them leave the backend as it was. */
export type Refusal =
  | { readonly kind: "absent" }
  | { readonly kind: "conflict" }
  | { readonly kind: "not_owned" };

export type ReplaceOutcome =
  | { readonly kind: "replaced"; readonly revision: Revision }
  | { readonly kind: "type_mismatch"; readonly storedType: string }
  | Refusal;

export type RemoveOutcome = { readonly kind: "removed" } | Refusal;

export type AdoptOutcome =
  | { readonly kind: "adopted"; readonly revision: Revision }
  | { readonly kind: "absent" }
  | { readonly kind: "conflict" };

export type UndeleteOutcome =
  | { readonly kind: "restored"; readonly revision: Revision }
  | { readonly kind: "absent" }
  | { readonly kind: "exists" }
  | { readonly kind: "not_owned" };

/** One answer of a batch read: what `doRead` would have answered, or thrown, for this path. */
export type ReadManyAnswer =
  | { readonly path: SecretPath; readonly record: StoredRecord | undefined }
  | { readonly path: SecretPath; readonly error: unknown };

/** One answer of a removal of many. */
export type RemoveManyAnswer =
  | { readonly path: SecretPath; readonly outcome: RemoveOutcome }
  | { readonly path: SecretPath; readonly error: unknown };

/** What the caller will look at, so that a flavor may leave out work. All but {@link Wanted.owned} may be ignored. */
export interface Wanted {
  /** The keys whose values are asked for; `undefined` is all, an empty list none (but all key names). */
  readonly keys: readonly string[] | undefined;
  /** The type the caller expects; where it is known, a flavor need not look it up to answer a read. */
  readonly type: string | undefined;
  /** Whether listings need more than the path. */
  readonly summaries: "paths" | "full";
  /**
   * Which secrets a listing is to show. Only a flavor that claims `adopt` is asked for `not_owned`, and then
   * must list what something else made, with `owned: false`.
   */
  readonly owned: "owned" | "not_owned";
}

/** Bounds of a wait between two tries; milliseconds. */
export interface BackOff {
  /** The upper bound of the first wait. Default 20. */
  readonly base?: number | undefined;
  /** The upper bound of every wait. Default 2000. */
  readonly cap?: number | undefined;
}

/** One public operation under way, as a hook sees it. */
export interface Call {
  readonly operation: Operation;
  /** Aborted when the caller aborts, the time is up or the manager closes. Pass it to the SDK. */
  readonly signal: AbortSignal;
  readonly wanted: Wanted;
  readonly clock: Clock;
  /**
   * Makes one call to the backend. Every call goes through here: the base counts, observes and
   * aborts at steps, and the conformance suite fails, delays, repeats and stops there.
   *
   * In a write, a step may have changed the backend unless it says `mutates: false`; once one was
   * begun, an abort, a timeout or a lost answer is reported with the outcome `unknown`. Taking a lock
   * or a lease changes the backend: such a step must not say `mutates: false`.
   *
   * @example
   * ```ts
   * const answer = await call.step("GetSecretValue", () => client.send(command), { mutates: false });
   * ```
   */
  step<T>(name: string, run: () => T | PromiseLike<T>, options?: StepOptions): Promise<T>;
  /**
   * Names values that no error of the operation may hold. The base does so for what hooks are given and
   * return. A flavor does so for what it reads and keeps to itself, such as a value that it copies.
   */
  protect(entries: Entries): void;
  /**
   * The part of a batch that is about one secret: its steps, and so the outcome of its errors, are
   * judged apart from those of the others. The same path gives the same call.
   */
  item(path: SecretPath): Call;
  /**
   * Waits before try number `attempt` (1 is the first repetition): exponential, with full jitter,
   * cut short by an abort.
   */
  backOff(attempt: number, bounds?: BackOff): Promise<void>;
}

export interface StepOptions {
  /** Whether the step can change the backend. Default: true in writes, false in reads. */
  readonly mutates?: boolean | undefined;
}

/** One step, as an interceptor sees it. Holds names only. */
export interface Step {
  readonly operation: Operation;
  readonly flavor: string;
  /** The secret that the operation is about; `undefined` for operations on many. */
  readonly secret: string | undefined;
  readonly name: string;
  /** Counts the steps of one operation, from 1. */
  readonly number: number;
  readonly mutates: boolean;
}

/**
 * Wraps every step. For tests: it may fail, delay, repeat or stop the step. An error that it throws in
 * place of the step counts as an error of the backend, so the flavor classifies its outcome. An error that
 * it throws after the step leaves the outcome open, as a lost response does.
 */
export type StepInterceptor = <T>(step: Step, run: () => Promise<T>) => Promise<T>;

/** What an error of the backend means. */
export interface Classification {
  readonly code: ErrorCode;
  readonly retry: Retry;
  /**
   * The effect, if it is known. {@link Classification.outcomeOf} says whether it is that of the step or of
   * the operation. `applied` is always that of the operation.
   */
  readonly outcome?: WriteOutcome | undefined;
  /**
   * What {@link Classification.outcome} is about. Default: `step`.
   *
   * - `step`: the step that failed. `not_applied` takes this step back, and the other steps decide
   *   the outcome of the operation.
   * - `operation`: the whole operation. The flavor has seen to the earlier steps itself: it took
   *   them back, or knows that they took effect.
   */
  readonly outcomeOf?: "step" | "operation" | undefined;
  /** What is the matter, where the words of the code are too general. Never holds a value. */
  readonly reason?: string | undefined;
  /** The exact next step for a person. */
  readonly hint?: string | undefined;
}

/** Where an error came from. */
export interface ErrorContext {
  readonly operation: Operation;
  /** The last step that was begun. */
  readonly step: string | undefined;
}
