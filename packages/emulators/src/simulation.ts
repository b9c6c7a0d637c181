import { derivedSeed, type Random, Scheduler, seededRandom } from "@keykist/conformance";
import type { Clock } from "@keykist/core";

export interface SimulationOptions {
  /** Decides everything: the same seed, and the same program, is the same run. */
  readonly seed: number;
  /**
   * How far the clock may jump when nothing else happens; milliseconds. Default: any time. Set it where a
   * program waits for something outside of the simulation, which must not be taken for idleness.
   */
  readonly longestJump?: number | undefined;
}

/**
 * The world of emulated servers: who comes when, and what time it is. Whatever happens in it has a turn of
 * its own, in an order that the seed decides among all that could happen next. Its time passes turn by
 * turn, and jumps when all wait for it; nobody waits for real.
 */
export class Simulation {
  readonly seed: number;
  /** For managers and for whoever else waits: its timeouts and waits are in the simulation's time. */
  readonly clock: Clock;
  readonly #scheduler: Scheduler;

  constructor({ seed, longestJump = Number.POSITIVE_INFINITY }: SimulationOptions) {
    this.seed = seed;
    this.#scheduler = new Scheduler(this.random("turns"), { longestJump });
    this.clock = this.#scheduler.clock;
  }

  /** Random numbers for one purpose: what draws more or less of them changes nothing elsewhere. */
  random(purpose: string): Random {
    return seededRandom(derivedSeed(this.seed, purpose));
  }

  /** Does work when it is its turn, as one moment of the simulation. */
  turn<T>(work: () => T): Promise<T> {
    return this.#scheduler.turn(work);
  }

  /** Waits in the simulation's time; milliseconds. */
  async wait(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.clock.schedule(resolve, milliseconds);
    });
  }
}
