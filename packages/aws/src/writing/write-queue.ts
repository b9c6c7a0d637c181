/** Lets the writes of one secret through one at a time, so that those of one manager do not race. */
export class WriteQueue {
  readonly #tails = new Map<string, Promise<void>>();

  /** Does work when all earlier work under the same key has ended, or was given up. */
  async enter<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const previous = this.#tails.get(key) ?? Promise.resolve();
    const mine = Promise.withResolvers<void>();
    this.#tails.set(key, mine.promise);
    // A call that hangs must not hold the queue once its operation was given up.
    const leave = (): void => {
      mine.resolve(previous);
      if (this.#tails.get(key) === mine.promise) this.#tails.delete(key);
    };
    signal.addEventListener("abort", leave, { once: true });
    try {
      await previous;
      return await work();
    } finally {
      signal.removeEventListener("abort", leave);
      leave();
    }
  }
}
