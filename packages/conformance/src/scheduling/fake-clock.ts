import type { Clock } from "@keykist/core";

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is moved: bounds are proved without waiting for them. */
export class FakeClock implements Clock {
  readonly #alarms = new Set<Alarm>();
  #now = Date.UTC(2026, 0, 1);

  /** Whole, as `Date.now()` is, also where an alarm was set for a part of a millisecond. */
  now(): number {
    return Math.floor(this.#now);
  }

  schedule(callback: () => void, milliseconds: number): () => void {
    const alarm = { at: this.#now + milliseconds, callback };
    this.#alarms.add(alarm);
    return () => {
      this.#alarms.delete(alarm);
    };
  }

  /** Alarms that are set: none once every operation has ended, or a timer was leaked. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** Milliseconds until the next alarm; `undefined` where none is set. */
  get next(): number | undefined {
    const due = Array.from(this.#alarms, ({ at }) => at);
    return due.length === 0 ? undefined : Math.max(0, Math.min(...due) - this.#now);
  }

  /** Moves the time on, and rings what is due, in its order; what an alarm sets off happens between. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const due = [...this.#alarms]
        .filter(({ at }) => at <= end)
        .toSorted((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#alarms.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
    }
    this.#now = end;
    await settled();
  }
}

/** Returns when everything that needs no input and no timer has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
