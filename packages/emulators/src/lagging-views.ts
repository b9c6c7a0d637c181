import type { Random } from "@keykist/conformance";
import type { Simulation } from "./simulation.ts";

export interface LaggingViewsOptions {
  /** How old what a client is shown can be; milliseconds of the simulation. 0 is strongly consistent. */
  readonly maximumLag: number;
  /**
   * Whether a client that was shown a state is never shown an earlier one, as where it is always
   * answered by the same replica. Default true.
   */
  readonly monotonic?: boolean | undefined;
}

/** Which moment each client sees, where the service lags behind itself. */
export class LaggingViews {
  readonly #simulation: Simulation;
  readonly #options: LaggingViewsOptions;
  readonly #random: Random;
  readonly #seen = new Map<string, number>();
  #settled = Number.NEGATIVE_INFINITY;

  constructor(simulation: Simulation, options: LaggingViewsOptions) {
    this.#simulation = simulation;
    this.#options = options;
    this.#random = simulation.random("lag");
  }

  /** The moment that a client sees this time; drawn anew for each read. */
  momentFor(client: string): number {
    const { maximumLag, monotonic = true } = this.#options;
    const now = this.#simulation.clock.now();
    const seen = monotonic ? this.#seen.get(client) : undefined;
    const earliest = Math.max(now - maximumLag, this.#settled, seen ?? this.#settled);
    const moment = now - this.#random.below(now - earliest + 1);
    this.#seen.set(client, moment);
    return moment;
  }

  /** All views catch up with the present. */
  settle(): void {
    this.#settled = this.#simulation.clock.now();
  }
}
