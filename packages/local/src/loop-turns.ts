import { setImmediate as turn } from "node:timers/promises";

/** How long operations may follow each other without a turn of the event loop, in milliseconds. */
const LONGEST = 10;

/**
 * Sees to it that the event loop gets its turns. Work on a store is synchronous, and what comes between is
 * microtasks: who awaits one operation after the other would hold up the timers, aborts and requests of the whole
 * process for as long.
 */
export class LoopTurns {
  /** When work began after the last turn; `undefined` right after one. */
  #since: number | undefined;

  /** @returns what to wait for before more is done; nothing where the last turn was not long ago */
  wait(): Promise<void> | undefined {
    return this.#isDue() ? this.#turn() : undefined;
  }

  async #turn(): Promise<void> {
    // Many may have waited for the same turn: those whose work would take too long again wait for the next one.
    do await turn();
    while (this.#isDue());
  }

  #isDue(): boolean {
    if (this.#since !== undefined) return performance.now() - this.#since >= LONGEST;
    this.#since = performance.now();
    setImmediate(() => {
      this.#since = undefined;
    });
    return false;
  }
}
