import {
  MemoryBackendError,
  MemorySecretsManager,
  type MemorySecretsManagerOptions,
  MemoryStore,
} from "@keykist/core/memory";
import type { Capabilities, SecretsManager, SecretsManagerConfig } from "@keykist/core";
import type { ConformanceBackend, ConformanceHarness } from "../src/index.ts";
import { nativeView } from "./native-view.ts";

/** Makes the managers of a harness; saboteurs bring their own. */
export type MakeManager = (
  config: Partial<SecretsManagerConfig>,
  options: MemorySecretsManagerOptions,
) => SecretsManager;

const honest: MakeManager = (config, options) => new MemorySecretsManager(config, options);

/** A harness over memory managers, one store per backend. */
export function memoryHarness(make: MakeManager = honest, flavor = "memory"): ConformanceHarness {
  return {
    flavor,
    backend: "memory",
    pageSize: 100,
    open: async () => memoryBackend(make),
    refusal: () => new MemoryBackendError("denied"),
    faults: {
      denied: () => new MemoryBackendError("denied"),
      unauthenticated: () => new MemoryBackendError("unauthenticated"),
      throttled: () => new MemoryBackendError("throttled"),
      unavailable: () => new MemoryBackendError("unavailable"),
    },
  };
}

function memoryBackend(make: MakeManager): ConformanceBackend {
  const store = new MemoryStore();
  const view = nativeView(store);
  const claim = (): Capabilities["nativeReads"] => make({}, { store }).capabilities.nativeReads;
  return {
    manager: (config, options) => make(config, { ...options, store }),
    peek: async (path) => {
      const secret = store.secrets.get(path);
      return (
        secret && {
          entries: Object.fromEntries(secret.current.entries),
          type: secret.type,
          owned: secret.owned,
        }
      );
    },
    plant: async (path, entries, { owned, type = "arbitrary" }) => {
      store.plant(path, entries, owned ? { type } : {});
    },
    plantById: async (entries) => {
      const id = `/app/${crypto.randomUUID()}`;
      store.plant(id, entries);
      return id;
    },
    nativeRead: async (path) => (claim() === "none" ? undefined : view.read(path)),
    nativeTools: {
      restore: async (path) => {
        const deleted = store.deleted.get(path);
        if (deleted !== undefined) store.secrets.set(path, deleted);
        store.deleted.delete(path);
      },
      remove: async (path) => {
        store.secrets.delete(path);
        view.shown.delete(path);
      },
      put: async (path, entries) => {
        const { type, owned } = store.secrets.get(path) ?? {};
        store.plant(path, entries, { type, owned });
      },
    },
    fill: async (paths) => {
      for (const path of paths) store.plant(path, { password: "tulip" }, { type: "arbitrary" });
    },
    close: async () => undefined,
  };
}
