import type { ConformanceBackend, ConformanceHarness } from "@keykist/conformance";
import { MemoryBackendError } from "@keykist/core/memory";
import type { FaultPlan } from "../src/index.ts";
import { EmulatedMemoryManager } from "./emulated-memory-manager.ts";
import { MemoryService } from "./memory-service.ts";

export interface EmulatedMemoryHarnessOptions {
  /** Decides what happens in the simulation of each backend. */
  readonly seed: number;
  /** Who decides the order of steps: the suite, or the simulation, to which the suite's scheduler is then unknown. */
  readonly order: "suite" | "simulation";
  /** How far reads lag behind; milliseconds of the simulation. Default 0. */
  readonly maximumLag?: number | undefined;
  /** What goes wrong at the server. */
  readonly faults?: ((service: MemoryService) => FaultPlan) | undefined;
  readonly manager?: typeof EmulatedMemoryManager | undefined;
}

/** A harness over memory managers whose store is in a simulation. */
export function emulatedMemoryHarness(options: EmulatedMemoryHarnessOptions): ConformanceHarness {
  return {
    flavor: "memory",
    backend: "an emulated server",
    observable: options.order === "suite",
    open: async () => backendOf(options),
    refusal: () => new MemoryBackendError("denied"),
    faults: {
      denied: () => new MemoryBackendError("denied"),
      unauthenticated: () => new MemoryBackendError("unauthenticated"),
      throttled: () => new MemoryBackendError("throttled"),
      unavailable: () => new MemoryBackendError("unavailable"),
    },
  };
}

function backendOf({
  seed,
  order,
  maximumLag = 0,
  faults,
  manager: Manager = EmulatedMemoryManager,
}: EmulatedMemoryHarnessOptions): ConformanceBackend {
  const service = new MemoryService({ seed, maximumLag });
  const { simulation, server, store, views } = service;
  if (faults !== undefined) server.faults = faults(service);
  let clients = 0;
  return {
    manager: (config, given) => {
      clients += 1;
      const client = `client ${clients}`;
      const jitter = simulation.random(`waits of ${client}`);
      // What the suite would stand around is left to the simulation, where that decides the order.
      const { interceptStep: _around, ...others } = given;
      const own = { ...others, clock: simulation.clock, random: () => jitter.next() };
      return new Manager(config, { ...(order === "suite" ? given : own), service, client });
    },
    peek: async (path) => {
      const secret = store.secrets.get(path);
      if (secret === undefined) return undefined;
      const { current, type, owned } = secret;
      return { entries: Object.fromEntries(current.entries), type, owned };
    },
    plant: async (path, entries, { owned, type = "arbitrary" }) => {
      store.plant(path, entries, owned ? { type } : {});
    },
    settle: async () => {
      views.settle();
    },
    close: async () => undefined,
  };
}
