import type { ConformanceBackend, ConformanceHarness } from "@keykist/conformance";
import type { Capabilities } from "@keykist/core";
import {
  HUMBLE_CLAIMS,
  HumbleSecretsManager,
  ReadingSecretsManager,
  RememberingSecretsManager,
  RestoringSecretsManager,
} from "./humble-secrets-manager.ts";
import { Shelf, ShelfError } from "./shelf.ts";

/** The flavors over the shelf: what can do next to nothing, and what can do one thing more or less. */
export type HumbleFlavor = "humble" | "reading" | "remembering" | "restoring";

const flavors: Readonly<Record<HumbleFlavor, typeof HumbleSecretsManager>> = {
  humble: HumbleSecretsManager,
  reading: ReadingSecretsManager,
  remembering: RememberingSecretsManager,
  restoring: RestoringSecretsManager,
};

/** What a flavor claims that it should not. */
export interface Lie extends Partial<Omit<Capabilities, "limits">> {
  readonly limits?: Partial<Capabilities["limits"]> | undefined;
}

/** The harness of a flavor that is written as it is, and claims something else. */
export function harnessOf(
  flavor: HumbleFlavor,
  { limits, ...claims }: Lie = {},
): ConformanceHarness {
  const Honest = flavors[flavor];
  class Flavor extends Honest {
    static override readonly capabilities: Capabilities = {
      ...Honest.capabilities,
      ...claims,
      limits: { ...HUMBLE_CLAIMS.limits, ...limits },
    };
  }
  return {
    flavor: Flavor.FLAVOR,
    backend: "a shelf in this process",
    pageSize: 100,
    open: async () => backendOf(Flavor, new Shelf({ keepsDeleted: flavor === "restoring" })),
    faults: {
      denied: () => new ShelfError("DENIED"),
      unavailable: () => new ShelfError("UNAVAILABLE"),
    },
  };
}

function backendOf(Flavor: typeof HumbleSecretsManager, shelf: Shelf): ConformanceBackend {
  return {
    manager: (config, options) => new Flavor(config, { ...options, shelf }),
    // All that is held of it, whoever may see it.
    peek: async (path) => {
      const item = shelf.head(path) ?? shelf.binned(path);
      if (item === undefined) return undefined;
      const { type, values } = item;
      return { type, owned: type !== undefined, entries: Object.fromEntries(values) };
    },
    plant: async (path, entries, { owned, type = "arbitrary" }) => {
      const values = new Map(Object.entries(entries));
      shelf.put(path, { type: owned ? type : undefined, values });
      shelf.settle();
    },
    // Nobody gets at the shelf but through the flavor.
    nativeRead: async () => undefined,
    plantById: async (entries) => {
      const id = `/elsewhere/${crypto.randomUUID()}`;
      shelf.put(id, { type: undefined, values: new Map(Object.entries(entries)) });
      shelf.settle();
      return id;
    },
    settle: async () => {
      shelf.settle();
    },
    close: async () => undefined,
  };
}
