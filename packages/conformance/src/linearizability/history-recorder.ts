import type { KeykistError, SecretsManager } from "@keykist/core";
import type { RecordedOperation } from "./history.ts";
import { RecordedClient } from "./recorded-client.ts";

/** A failure that says nothing of a secret: the operation had no effect, or reads could not be made. */
export interface RecordedFailure {
  readonly client: string;
  readonly error: KeykistError;
}

/** Writes down what concurrent clients ask and are answered. */
export class HistoryRecorder {
  readonly #history: RecordedOperation[] = [];
  readonly #failures: RecordedFailure[] = [];
  #time = 0;
  #retries = 0;

  /** All operations that have returned, so far. */
  get history(): readonly RecordedOperation[] {
    return this.#history;
  }

  /** What failed without an effect, beside what a state of the secret explains. */
  get failures(): readonly RecordedFailure[] {
    return this.#failures;
  }

  /** How often a change of `modifySecret` was called again, after a conflict. */
  get retries(): number {
    return this.#retries;
  }

  /** A client of a manager; several may share one. */
  client(name: string, manager: SecretsManager): RecordedClient {
    return new RecordedClient(manager, {
      now: () => (this.#time += 1),
      done: (operation) => {
        this.#history.push({ ...operation, client: name, returned: (this.#time += 1) });
      },
      failed: (error) => {
        this.#failures.push({ client: name, error });
      },
      retried: () => {
        this.#retries += 1;
      },
    });
  }
}
