import type { Clock } from "@keykist/core";

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/**
 * A clock on which waits take no time: it jumps to the end of each. What is scheduled for `limit`
 * milliseconds or more is a limit and no wait: it comes when the waits add up to it.
 */
export class HurriedClock implements Clock {
  readonly #limit: number;
  readonly #alarms = new Set<Alarm>();
  #elapsed = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Milliseconds that the waits have taken, on this clock. */
  get elapsed(): number {
    return this.#elapsed;
  }

  now(): number {
    // Whole milliseconds, as every clock of a machine gives them.
    return Date.UTC(2026, 0, 1) + Math.floor(this.#elapsed);
  }

  schedule(callback: () => void, milliseconds: number): () => void {
    const alarm = { at: this.#elapsed + milliseconds, callback };
    this.#alarms.add(alarm);
    if (milliseconds < this.#limit) {
      setImmediate(() => {
        if (this.#alarms.has(alarm)) this.#moveTo(alarm.at);
      });
    }
    return () => {
      this.#alarms.delete(alarm);
    };
  }

  #moveTo(time: number): void {
    this.#elapsed = Math.max(this.#elapsed, time);
    const due = [...this.#alarms].filter(({ at }) => at <= this.#elapsed);
    for (const alarm of due.toSorted((a, b) => a.at - b.at)) {
      // One that rings may have cancelled those behind it.
      if (this.#alarms.delete(alarm)) alarm.callback();
    }
  }
}
