import type { Clock, StepInterceptor } from "@keykist/core";
import { FakeClock, settled } from "./fake-clock.ts";
import type { Random } from "./random.ts";

/** Milliseconds that one turn takes on the scheduler's clock. */
const TURN = 1;

/** How a scheduler treats time. */
export interface SchedulerOptions {
  /**
   * How far its clock may jump to the next alarm, when nobody waits for a turn; milliseconds. Default
   * 10 000: waits between tries end, and no operation runs out of the 30 s that it has by default.
   */
  readonly longestJump?: number | undefined;
}

interface Waiting {
  readonly begin: () => void;
  readonly ended: Promise<void>;
}

/**
 * Lets the steps of all managers it is given to through one at a time, in an order that a seed
 * decides: the same seed replays the same interleaving. Managers that are given its clock, too, wait in
 * its time, which passes turn by turn: the waits between their tries are part of the order.
 *
 * @example
 * ```ts
 * const { intercept, clock } = new Scheduler(context.random);
 * const first = await context.manager({}, { interceptStep: intercept, clock });
 * const second = await context.manager({}, { interceptStep: intercept, clock });
 * await Promise.all([first.registerSecret(secret), second.registerSecret(secret)]);
 * ```
 */
export class Scheduler {
  /** The time of whoever waits in it. */
  readonly clock: Clock;
  readonly #random: Random;
  readonly #longestJump: number;
  readonly #time: FakeClock = new FakeClock();
  readonly #waiting: Waiting[] = [];
  #driving = false;

  constructor(random: Random, { longestJump = 10_000 }: SchedulerOptions = {}) {
    this.#random = random;
    this.#longestJump = longestJump;
    this.clock = {
      now: () => this.#time.now(),
      schedule: (callback, milliseconds) => {
        const cancel = this.#time.schedule(callback, milliseconds);
        void this.#drive();
        return cancel;
      },
    };
  }

  /** Makes each step in a turn of its own. */
  readonly intercept: StepInterceptor = (_step, run) => this.turn(run);

  /** Does work when it is its turn. Nobody else's begins before it has ended. */
  async turn<T>(work: () => T | PromiseLike<T>): Promise<T> {
    const begun = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    this.#waiting.push({ begin: begun.resolve, ended: ended.promise });
    void this.#drive();
    await begun.promise;
    try {
      return await work();
    } finally {
      ended.resolve();
    }
  }

  /** Runs tasks beside each other; answers how each ended, in their order. */
  run<T>(tasks: readonly (() => Promise<T>)[]): Promise<PromiseSettledResult<T>[]> {
    return Promise.allSettled(tasks.map((task) => task()));
  }

  /** Gives turns until nobody waits for one, nor for a time that may be jumped to. */
  async #drive(): Promise<void> {
    if (this.#driving) return;
    this.#driving = true;
    // Everything that can come to its next turn by itself gets there before the choice is made.
    await settled();
    for (;;) {
      const count = this.#waiting.length;
      const [next] = count === 0 ? [] : this.#waiting.splice(this.#random.below(count), 1);
      const untilAlarm = this.#time.next;
      if (next !== undefined) {
        next.begin();
        // A backend across a wire takes its time: a turn is let end before the next begins.
        await next.ended;
        await this.#time.advance(TURN);
      } else if (untilAlarm !== undefined && untilAlarm <= this.#longestJump) {
        await this.#time.advance(untilAlarm);
      } else {
        this.#driving = false;
        return;
      }
    }
  }
}
