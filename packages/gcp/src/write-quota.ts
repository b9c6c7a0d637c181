import type { Call } from "@keykist/core";

const MINUTE = 60_000;

/** The part of the quota that one manager uses, so that what is counted otherwise than by Google does no harm. */
const PART = 0.95;

/**
 * Keeps the writes of one manager within the quota of its project: a minute's writes at once, then one after the other, in
 * the order in which they come.
 */
export class WriteQuota {
  /** When the quota would be whole again if nothing more was written; milliseconds. */
  #whole = 0;
  readonly #interval: number;

  /** `perMinute` is the quota of the project; https://cloud.google.com/secret-manager/quotas. */
  constructor(perMinute: number) {
    this.#interval = MINUTE / (perMinute * PART);
  }

  /** Waits until a write is due; cut short when the operation ends. */
  async take({ clock, signal }: Pick<Call, "clock" | "signal">): Promise<void> {
    const now = clock.now();
    this.#whole = Math.max(this.#whole, now) + this.#interval;
    const wait = this.#whole - now - MINUTE;
    if (wait <= 0) return;
    const due = Promise.withResolvers<void>();
    const cancel = clock.schedule(due.resolve, wait);
    const end = (): void => {
      due.resolve();
    };
    signal.addEventListener("abort", end, { once: true });
    await due.promise;
    signal.removeEventListener("abort", end);
    cancel();
  }
}
