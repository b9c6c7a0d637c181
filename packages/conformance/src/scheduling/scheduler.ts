import type { StepInterceptor } from "@keykist/core";
import { settled } from "./fake-clock.ts";
import type { Random } from "./random.ts";

/**
 * Lets the steps of all managers it is given to through one at a time, in an order that a seed
 * decides: the same seed replays the same interleaving.
 *
 * @example
 * ```ts
 * const scheduler = new Scheduler(context.random);
 * const first = await context.manager({}, { interceptStep: scheduler.intercept });
 * const second = await context.manager({}, { interceptStep: scheduler.intercept });
 * await scheduler.run([() => first.registerSecret(secret), () => second.registerSecret(secret)]);
 * ```
 */
export class Scheduler {
  readonly #random: Random;
  readonly #waiting: (() => void)[] = [];
  #running = false;

  constructor(random: Random) {
    this.#random = random;
  }

  readonly intercept: StepInterceptor = async (_step, run) => {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
    try {
      return await run();
    } finally {
      this.#running = false;
    }
  };

  /** Runs tasks beside each other; answers how each ended, in their order. */
  async run<T>(tasks: readonly (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
    let open = true;
    const ended = Promise.allSettled(tasks.map((task) => task())).finally(() => {
      open = false;
    });
    while (open) {
      // Everything that can come to its next step by itself gets there before the choice is made.
      await settled();
      // A backend across a wire takes longer than that: its step is let end before the next begins.
      if (this.#running || this.#waiting.length === 0) continue;
      this.#running = true;
      const [next] = this.#waiting.splice(this.#random.below(this.#waiting.length), 1);
      next?.();
    }
    return ended;
  }
}
