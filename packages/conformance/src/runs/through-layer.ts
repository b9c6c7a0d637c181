import type { SecretsManager } from "@keykist/core";
import type { ConformanceBackend, ConformanceHarness, ConformanceLayer } from "../harness.ts";
import { backendThrough } from "./backend-through.ts";

/** The same harness, each of whose managers a layer stands before. */
export function throughLayer(
  harness: ConformanceHarness,
  layer: ConformanceLayer,
): ConformanceHarness {
  return { ...harness, open: async () => behind(await harness.open(), layer) };
}

function behind(backend: ConformanceBackend, { wrap }: ConformanceLayer): ConformanceBackend {
  /** The managers by what stands before them: a crash lets go of the manager's own files and locks. */
  const managers = new WeakMap<SecretsManager, SecretsManager>();
  return backendThrough(backend, {
    manager: async (config, options) => {
      const manager = await backend.manager(config, options);
      const layered = wrap(manager);
      managers.set(layered, manager);
      return layered;
    },
    behind: (layered) => managers.get(layered) ?? layered,
  });
}
