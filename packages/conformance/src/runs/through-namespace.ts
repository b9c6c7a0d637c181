import type { ConformanceBackend, ConformanceHarness } from "../harness.ts";
import { backendThrough } from "./backend-through.ts";

/** Begins with `kc`, as all names of the suite do: where a backend is shared, they are left behind. */
const NAMESPACE = "kc-again";
const PREFIX = `keykist/namespace/${NAMESPACE}/`;

/** What the paths of all scopes but `none` begin with; no name of a secret does. */
const SCOPED = "keykist/";

/**
 * The same harness, whose managers are of a namespace unless a case chooses their scope. Cases go on to call a
 * secret by its name: the paths that they look at and plant become those of the namespace.
 */
export function throughNamespace(harness: ConformanceHarness): ConformanceHarness {
  return { ...harness, open: async () => inNamespace(await harness.open()) };
}

function inNamespace(backend: ConformanceBackend): ConformanceBackend {
  return backendThrough(backend, {
    manager: (config, options) =>
      backend.manager(
        config.scope === undefined
          ? { ...config, scope: "namespace", namespace: NAMESPACE }
          : config,
        options,
      ),
    locate: located,
  });
}

/** Where a case means, of what it calls by a name; a whole path of another scope stays. */
function located(path: string): string {
  return path.startsWith(SCOPED) ? path : `${PREFIX}${path}`;
}
