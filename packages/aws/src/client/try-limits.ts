import type { Call } from "@keykist/core";

/** The longest that one try waits for its answer; milliseconds. AWS answers within a second. */
const LONGEST_TRY = 10_000;

/** A try was given up: its answer took too long. */
class TryTimeout extends Error {
  // What the SDK calls it.
  override readonly name = "TimeoutError";

  constructor(milliseconds: number) {
    super(`no answer within ${Math.round(milliseconds)} ms`);
  }
}

/**
 * Divides the time of an operation among tries. One connection that hangs must not use all of it, and the operation
 * should end with the reason of its last try, not with TIMEOUT.
 */
export class TryLimits {
  readonly #timeoutMs: number;
  readonly #beginnings = new WeakMap<Call, number>();

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Restarts the time: each page of a listing or a batch has all of it. */
  restart(call: Call): void {
    this.#beginnings.delete(call);
  }

  /** The bounds of the waits between tries; milliseconds. */
  get backOff(): { readonly base: number; readonly cap: number } {
    return { base: 50, cap: Math.min(2000, this.#timeoutMs / 15) };
  }

  /** Reports whether there is time for another try. */
  allowsAnother(call: Call): boolean {
    return this.#left(call) > 2 * this.#reserve;
  }

  /**
   * Makes a try, and gives it up when its time is over.
   *
   * @throws an error of the name `TimeoutError`
   */
  async within<T>(call: Call, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const milliseconds = Math.min(
      LONGEST_TRY,
      this.#timeoutMs / 3,
      Math.max(this.#left(call) - this.#reserve, this.#reserve),
    );
    const trying = new AbortController();
    let isLate = false;
    const stop = (): void => {
      trying.abort(call.signal.reason);
    };
    // By the machine's time: a connection knows no other, and a clock of tests may pass over what it waits for.
    const timer = setTimeout(() => {
      isLate = true;
      trying.abort();
    }, milliseconds);
    if (call.signal.aborted) stop();
    else call.signal.addEventListener("abort", stop, { once: true });
    try {
      return await run(trying.signal);
    } catch (error) {
      if (isLate && !call.signal.aborted) throw new TryTimeout(milliseconds);
      throw error;
    } finally {
      clearTimeout(timer);
      call.signal.removeEventListener("abort", stop);
    }
  }

  /** What is left for saying what went wrong. */
  get #reserve(): number {
    return Math.min(200, this.#timeoutMs / 20);
  }

  #left(call: Call): number {
    const now = call.clock.now();
    const began = this.#beginnings.get(call) ?? now;
    this.#beginnings.set(call, began);
    return this.#timeoutMs - (now - began);
  }
}
