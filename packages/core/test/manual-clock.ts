import type { Clock } from "../src/index.ts";

/** A clock that a test moves by hand. Core cannot use the suite's: the suite depends on core. */
export class ManualClock implements Clock {
  readonly #alarms = new Map<object, { readonly at: number; readonly callback: () => void }>();
  #now = 0;

  get pending(): number {
    return this.#alarms.size;
  }

  now(): number {
    return this.#now;
  }

  schedule(callback: () => void, milliseconds: number): () => void {
    const token = {};
    this.#alarms.set(token, { at: this.#now + milliseconds, callback });
    return () => {
      this.#alarms.delete(token);
    };
  }

  async advance(milliseconds: number): Promise<void> {
    await quiet();
    this.#now += milliseconds;
    for (const [token, { at, callback }] of this.#alarms) {
      if (at > this.#now) continue;
      this.#alarms.delete(token);
      callback();
    }
    await quiet();
  }
}

/** Returns when everything that needs no timer has happened. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
