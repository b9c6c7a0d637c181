import type { Simulation } from "./simulation.ts";
import { type PointOfView, VersionedMap } from "./versioned-map.ts";

/**
 * What a server keeps. All of it can be read as it was at an earlier time, which is what clients see of a
 * service that is eventually consistent.
 *
 * @example
 * ```ts
 * const state = new EmulatedState(simulation);
 * const secrets = state.map<string, StoredSecret>();
 * const views = new LaggingViews(simulation, { maximumLag: 500 });
 * const describe = (call, { name }) => state.asOf(views.momentFor(call.client), () => secrets.get(name));
 * ```
 */
export class EmulatedState {
  readonly #view: PointOfView;
  #moment: number | undefined;

  constructor({ clock }: Pick<Simulation, "clock">) {
    this.#view = { now: () => clock.now(), moment: () => this.#moment };
  }

  /** A part of the state. */
  map<Key, Value>(): VersionedMap<Key, Value> {
    return new VersionedMap(this.#view);
  }

  /** Reads the state as it was at a moment. Nothing can be written meanwhile. */
  asOf<T>(moment: number, read: () => T): T {
    const before = this.#moment;
    this.#moment = moment;
    try {
      return read();
    } finally {
      this.#moment = before;
    }
  }
}
