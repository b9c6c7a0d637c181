import type { Call } from "@keykist/core";

/** Calls that write, in a minute; a little less than a project's 600: https://cloud.google.com/secret-manager/quotas. */
const WRITES_PER_MINUTE = 570;

const MINUTE = 60_000;
const INTERVAL = MINUTE / WRITES_PER_MINUTE;

/**
 * Keeps the writes of one manager within the quota of its project: a minute's writes at once, then one after the other, in
 * the order in which they come. Others who write to the project are noticed when a call is throttled.
 */
export class WriteQuota {
  /** When the quota would be whole again if nothing more was written; milliseconds. */
  #whole = 0;

  /** Waits until a write is due; cut short when the operation ends. */
  async take({ clock, signal }: Pick<Call, "clock" | "signal">): Promise<void> {
    const now = clock.now();
    this.#whole = Math.max(this.#whole, now) + INTERVAL;
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

  /** The project has no writes left, whoever has used them. */
  exhaust({ clock }: Pick<Call, "clock">): void {
    this.#whole = Math.max(this.#whole, clock.now() + MINUTE);
  }
}
