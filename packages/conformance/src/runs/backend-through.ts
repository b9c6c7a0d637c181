import type { SecretsManager } from "@keykist/core";
import type { ConformanceBackend, NativeTools } from "../harness.ts";

/** How a backend is reached in another run than the plain one. */
export interface Through {
  readonly manager: ConformanceBackend["manager"];
  /** The path of what a case calls by a name. Default: the name. */
  readonly locate?: ((path: string) => string) | undefined;
  /** The backend's own manager behind one that a case was given. Default: that one. */
  readonly behind?: ((manager: SecretsManager) => SecretsManager) | undefined;
}

/** The same backend, with the parts that it has, reached another way. */
export function backendThrough(
  backend: ConformanceBackend,
  { manager, locate = (path) => path, behind = (given) => given }: Through,
): ConformanceBackend {
  const { nativeTools: tools, serverFaults } = backend;
  return {
    manager,
    ...(backend.peek && { peek: async (path) => backend.peek?.(locate(path)) }),
    ...(backend.plant && {
      plant: async (path, entries, options) => backend.plant?.(locate(path), entries, options),
    }),
    ...(backend.plantById && {
      plantById: (entries) => backend.plantById?.(entries) ?? Promise.resolve(""),
    }),
    ...(backend.fill && { fill: async (paths) => backend.fill?.(paths.map(locate)) }),
    ...(backend.settle && { settle: async () => backend.settle?.() }),
    ...(backend.abandon && { abandon: async (given) => backend.abandon?.(behind(given)) }),
    ...(backend.calls && { calls: () => backend.calls?.() ?? 0 }),
    ...(backend.refuse && { refuse: async (actions) => backend.refuse?.(actions) }),
    ...(backend.nativeRead && { nativeRead: async (path) => backend.nativeRead?.(locate(path)) }),
    ...(tools && { nativeTools: toolsThrough(tools, locate) }),
    ...(backend.connections && { connections: () => backend.connections?.() ?? 0 }),
    serverFaults,
    close: () => backend.close(),
  };
}

function toolsThrough(tools: NativeTools, locate: (path: string) => string): NativeTools {
  return {
    ...(tools.restore && { restore: async (path) => tools.restore?.(locate(path)) }),
    ...(tools.remove && { remove: async (path) => tools.remove?.(locate(path)) }),
    ...(tools.put && { put: async (path, entries) => tools.put?.(locate(path), entries) }),
  };
}
