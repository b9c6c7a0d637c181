import { KeykistError } from "../errors/keykist-error.ts";
import { type RedactedCause, redactCause } from "../errors/redact-cause.ts";
import { type ValueSearch, valueSearch } from "../errors/redaction.ts";
import type { ErrorCode } from "../errors/error-code.ts";
import { isErrorCode } from "../errors/error-code.ts";
import type { Entries } from "../schemas/secret-schema.ts";
import type { Clock } from "./clock.ts";
import { failure, inFrame, type OperationFrame, writes } from "./failure.ts";
import type {
  BackOff,
  Call,
  Classification,
  ErrorContext,
  Operation,
  StepInterceptor,
  StepOptions,
  Wanted,
} from "./flavor-contract.ts";
import { flavorFailure } from "./flavor-failure.ts";
import type { SecretPath } from "./secret-path.ts";
import { Mutations } from "./mutations.ts";
import { CallerError, FlavorError } from "./thrown.ts";

/** Why an operation is stopped before its end. */
export type StopCode = Extract<ErrorCode, "ABORTED" | "TIMEOUT" | "CLOSED">;

export interface OperationRunOptions {
  readonly frame: OperationFrame;
  readonly wanted: Wanted;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly interceptStep: StepInterceptor | undefined;
  /** Told when a step that can change the backend begins, and when it is known to have done nothing. */
  readonly onMutation?: ((difference: 1 | -1) => void) | undefined;
  readonly classify: (error: unknown, context: ErrorContext) => Classification | undefined;
}

/**
 * One public operation under way: its time, its abort, its steps, and what its errors become. Work
 * of it runs inside {@link OperationRun.within}, once for an operation on one secret, once per page
 * or item for one on many, so that the time a consumer takes between them does not count.
 */
export class OperationRun implements Call {
  readonly operation: Operation;
  readonly wanted: Wanted;
  readonly clock: Clock;
  readonly #options: OperationRunOptions;
  /** Made when a flavor asks for the signal: many never do, and one is dear beside a read from memory. */
  #controller: AbortController | undefined;
  /** What waits, and is ended by a stop. */
  readonly #waiting = new Set<(error: KeykistError) => void>();
  readonly #abort = (): void => {
    this.stop("ABORTED");
  };
  #stop: StopCode | undefined;
  #steps = 0;
  #lastStep: string | undefined;
  readonly #mutations: Mutations;
  readonly #values: Entries[] = [];
  readonly #items = new Map<string, OperationRun>();

  constructor(options: OperationRunOptions) {
    this.operation = options.frame.operation;
    this.wanted = options.wanted;
    this.clock = options.clock;
    this.#options = options;
    this.#mutations = new Mutations({
      onMutation: options.onMutation,
      isNotApplied: (error) => this.#isNotApplied(error),
      isStopped: () => this.#stop !== undefined,
    });
    options.signal?.addEventListener("abort", this.#abort, { once: true });
    if (options.signal?.aborted === true) this.stop("ABORTED");
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#stop !== undefined) this.#controller.abort(stopped());
    }
    return this.#controller.signal;
  }

  get frame(): OperationFrame {
    return this.#options.frame;
  }

  /** Waits for work, but no longer than until the run is stopped. */
  untilStopped<T>(work: PromiseLike<T>): Promise<T> {
    // Not a race against one long-lived promise: that would keep every item of a long listing alive.
    return new Promise<T>((resolve, reject) => {
      if (this.#stop === undefined) this.#waiting.add(reject);
      else reject(this.#interruption(this.#stop));
      work.then(
        (value) => {
          this.#waiting.delete(reject);
          resolve(value);
        },
        (error: unknown) => {
          this.#waiting.delete(reject);
          reject(error);
        },
      );
    });
  }

  /** Names values that no error of this run may hold. */
  protect(entries: Entries): void {
    this.#values.push(entries);
  }

  /** Ends the run: work under way is answered with this code, and no further step begins. */
  stop(code: StopCode): void {
    if (this.#stop !== undefined) return;
    this.#stop = code;
    for (const item of this.#items.values()) item.stop(code);
    const interruption = this.#interruption(code);
    for (const reject of this.#waiting) reject(interruption);
    this.#waiting.clear();
    this.#controller?.abort(stopped());
  }

  /** @throws KeykistError the one of the stop, once the run is stopped */
  throwIfStopped(): void {
    if (this.#stop !== undefined) throw this.#interruption(this.#stop);
  }

  /** Detaches the run from its caller's signal. */
  finish(): void {
    this.#options.signal?.removeEventListener("abort", this.#abort);
  }

  item(path: SecretPath): OperationRun {
    const known = this.#items.get(path.full);
    if (known !== undefined) return known;
    const item = new OperationRun({
      ...this.#options,
      frame: { ...this.frame, secret: path.name },
      signal: undefined,
      onMutation: (difference) => {
        this.#mutations.add(difference);
      },
    });
    if (this.#stop !== undefined) item.stop(this.#stop);
    this.#items.set(path.full, item);
    return item;
  }

  /** Takes the run of an item back, once the item is answered. */
  settle(path: SecretPath): OperationRun {
    const item = this.item(path);
    this.#items.delete(path.full);
    return item;
  }

  /** Does work within the time allowed. Every error comes out as a `KeykistError` of this operation. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    this.throwIfStopped();
    const disarm = this.clock.schedule(() => {
      this.stop("TIMEOUT");
    }, this.#options.timeoutMs);
    try {
      return await this.untilStopped(work());
    } catch (error) {
      throw error instanceof CallerError ? error.thrown : this.explain(error);
    } finally {
      disarm();
    }
  }

  async step<T>(name: string, run: () => T | PromiseLike<T>, options?: StepOptions): Promise<T> {
    this.throwIfStopped();
    this.#steps += 1;
    this.#lastStep = name;
    const mutates = options?.mutates ?? writes(this.operation);
    const execute = (): T | PromiseLike<T> => (mutates ? this.#mutations.run(run) : run());
    const { interceptStep: intercept, frame } = this.#options;
    if (intercept === undefined) return execute();
    const step = { ...frame, name, number: this.#steps, mutates };
    return this.#mutations.intercept(intercept, step, () => {
      this.throwIfStopped();
      return execute();
    });
  }

  async backOff(attempt: number, bounds: BackOff = {}): Promise<void> {
    this.throwIfStopped();
    const ceiling = Math.min(
      bounds.cap ?? 2000,
      (bounds.base ?? 20) * 2 ** (Math.max(1, attempt) - 1),
    );
    let cancel: (() => void) | undefined;
    const waited = new Promise<void>((resolve) => {
      cancel = this.clock.schedule(resolve, this.#options.random() * ceiling);
    });
    try {
      await this.untilStopped(waited);
    } finally {
      cancel?.();
    }
  }

  /** The error that the caller sees for one that was thrown inside. */
  explain(error: unknown): KeykistError {
    if (!(error instanceof FlavorError)) {
      // Ours, and without values: what reads and checks them says no more than which key is wrong.
      return KeykistError.is(error)
        ? inFrame(error, this.frame, this.#mutations.any)
        : this.#failed(error);
    }
    // The signal reached the SDK before the race was decided: its complaint is only the echo of the stop.
    const { thrown } = error;
    if (this.#stop !== undefined && !KeykistError.is(thrown)) return this.#interruption(this.#stop);
    return this.#failed(thrown);
  }

  /** An error of this operation. */
  failure(code: ErrorCode, details?: Parameters<typeof failure>[2]): KeykistError {
    return failure(this.frame, code, details);
  }

  #failed(error: unknown): KeykistError {
    return flavorFailure(error, {
      frame: this.frame,
      mutated: this.#mutations.any,
      holdsValue: this.#valueSearch(),
      classified: this.#classify(error),
    });
  }

  #classify(error: unknown): Classification | undefined {
    try {
      const classified = this.#options.classify(error, {
        operation: this.operation,
        step: this.#lastStep,
      });
      return isErrorCode(classified?.code) ? classified : undefined;
    } catch {
      // A classifier that fails must not hide the error that it was asked about, which is UNKNOWN then.
      return undefined;
    }
  }

  /** Names the caller's reason to abort, such as a `TimeoutError`. Its message stays with the caller. */
  #abortReason(): RedactedCause | undefined {
    const reason: unknown = this.#options.signal?.reason;
    return reason instanceof Error
      ? redactCause(reason, { vouched: false, holdsValue: this.#valueSearch() })
      : undefined;
  }

  #valueSearch(): ValueSearch {
    return valueSearch(this.#values.flatMap((entries) => [...entries.values()]));
  }

  #interruption(code: StopCode): KeykistError {
    const outcome = this.#mutations.any ? "unknown" : "not_applied";
    return failure(this.frame, code, {
      outcome,
      retry: code === "CLOSED" || outcome === "unknown" ? "never" : "safe",
      cause: code === "ABORTED" ? this.#abortReason() : undefined,
      ...(outcome === "not_applied" ? {} : { hint: undefined }),
    });
  }

  /** Reports whether the flavor says that the step that failed with this error changed nothing. */
  #isNotApplied(error: unknown): boolean {
    return this.#classify(error)?.outcome === "not_applied";
  }
}

/** Why the signal of a run is aborted. */
function stopped(): DOMException {
  return new DOMException("the operation was stopped", "AbortError");
}
