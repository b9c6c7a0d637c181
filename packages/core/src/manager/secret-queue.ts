import type { OperationRun } from "./operation-run.ts";

/** Lets work on one secret through one at a time, so that writers of one manager do not race. */
export class SecretQueue {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs work when all earlier work under the same key has ended, or was stopped. */
  async enter<T>(key: string, run: OperationRun, work: () => Promise<T>): Promise<T> {
    const previous = this.#tails.get(key);
    const mine = this.#after(previous, run, work);
    const tail = mine.catch(() => undefined);
    this.#tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }

  async #after<T>(
    previous: Promise<unknown> | undefined,
    run: OperationRun,
    work: () => Promise<T>,
  ): Promise<T> {
    if (previous !== undefined) await previous;
    run.throwIfStopped();
    // A backend that hangs must not hold the queue once its operation was given up.
    return run.untilStopped(work());
  }
}
