import { setTimeout as wait } from "node:timers/promises";
import { type BackOff, KeykistError, RedactedCause, type WriteOutcome } from "@keykist/core";
import type { LocalConfig } from "./config.ts";
import { classifyLocalError } from "./errors.ts";
import { LocalStoreError } from "./local-store-error.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { type Environment, storeFile } from "./store-file.ts";
import type { StoreCall } from "./retry-while-locked.ts";

/** Which store is meant, and what opens it: the options of a local manager. */
export type StoreConfig = Partial<Pick<LocalConfig, "file" | "key" | "passphrase" | "keyFile">>;

/** What the functions on a whole store take beside its configuration. */
export interface StoreOperationOptions {
  /** Ends the work; a store that was being changed stays as it was. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for a store that other processes hold, in milliseconds. Default 30 000. Work itself takes the time it takes. */
  readonly timeoutMs?: number | undefined;
  /** Asks a person for the passphrase of a store that was made with one. */
  readonly askPassphrase?: (() => Promise<string>) | undefined;
  /** The variables that are looked at. Default: those of the process. */
  readonly environment?: Environment | undefined;
}

export interface StoreOperation {
  /** The public function. */
  readonly name: string;
  /** What could not be done, after "cannot". */
  readonly action: string;
  readonly config: StoreConfig & { readonly readOnly?: boolean | undefined };
  readonly options: StoreOperationOptions;
}

/** Runs work on a store that is no operation of a manager. All its errors are a `KeykistError`. */
export async function storeOperation<T>(
  operation: StoreOperation,
  work: (opening: OpenStoreOptions, call: StoreCall) => Promise<T>,
): Promise<T> {
  const { config, options } = operation;
  const environment = options.environment ?? process.env;
  const run = new StoreRun(operation);
  try {
    return await work(
      {
        file: storeFile(config.file, environment),
        config: { ...config, readOnly: config.readOnly ?? false },
        environment,
        askPassphrase: options.askPassphrase,
        announce: () => undefined,
      },
      run,
    );
  } catch (error) {
    throw run.explain(error);
  }
}

/** The steps and waits of one operation, and what its errors become. */
class StoreRun implements StoreCall {
  readonly #operation: StoreOperation;
  #waitingSince = 0;
  /** What is known of the last step that could change the store; `undefined` before one. */
  #outcome: WriteOutcome | undefined;

  constructor(operation: StoreOperation) {
    this.#operation = operation;
  }

  async step<T>(
    _name: string,
    run: () => T | PromiseLike<T>,
    options?: { readonly mutates?: boolean | undefined },
  ): Promise<T> {
    if (this.#operation.options.signal?.aborted === true) throw this.#failure("ABORTED");
    if (options?.mutates !== true) return run();
    this.#outcome = "unknown";
    try {
      return await run();
    } catch (error) {
      if (classifyLocalError(error)?.outcome === "not_applied") this.#outcome = "not_applied";
      throw error;
    }
  }

  async backOff(attempt: number, { base = 20, cap = 2000 }: BackOff = {}): Promise<void> {
    const { signal, timeoutMs = 30_000 } = this.#operation.options;
    if (attempt === 1) this.#waitingSince = performance.now();
    const left = this.#waitingSince + timeoutMs - performance.now();
    if (left <= 0) throw this.#failure("TIMEOUT");
    const delay = Math.random() * Math.min(cap, base * 2 ** (attempt - 1));
    try {
      await wait(Math.min(left, delay), undefined, signal === undefined ? {} : { signal });
    } catch {
      throw this.#failure("ABORTED");
    }
  }

  explain(error: unknown): KeykistError {
    if (KeykistError.is(error)) return error;
    const { name: operation, action } = this.#operation;
    const classified = classifyLocalError(error);
    const ours = error instanceof LocalStoreError;
    const unclear = this.#outcome === "unknown";
    const reason = ours ? error.message : (classified?.reason ?? "the store cannot be used");
    return new KeykistError(classified?.code ?? "UNKNOWN", `cannot ${action}: ${reason}`, {
      operation,
      flavor: "local",
      retry: unclear ? "never" : classified?.retry,
      outcome: this.#outcome,
      hint: ours ? error.hint : classified?.hint,
      // SQLite and the file system quote statements and paths; values are bound to statements, never in them.
      cause: new RedactedCause(error, classified === undefined ? "" : String(error), []),
    });
  }

  #failure(code: "ABORTED" | "TIMEOUT"): KeykistError {
    const { name: operation, action } = this.#operation;
    const reason =
      code === "ABORTED" ? "it was aborted by the caller" : "other processes hold the store";
    return new KeykistError(code, `cannot ${action}: ${reason}`, {
      operation,
      flavor: "local",
      retry: "safe",
      outcome: this.#outcome === undefined ? undefined : "not_applied",
      hint:
        code === "ABORTED" ? "call it again when it is wanted" : "try again, or raise timeoutMs",
    });
  }
}
