import type { ConformanceBackend, ConformanceHarness } from "@keykist/conformance";
import type { FaultPlan, Simulation } from "@keykist/emulators";
import {
  ALL_PERMISSIONS,
  GcpEmulator,
  type GcpEmulatorOptions,
  GcpError,
} from "@keykist/emulators/gcp";
import { type GcpConfig, GcpSecretsManager } from "../src/index.ts";
import { foreignEntries } from "../src/foreign-secret.ts";
import { permissionFor } from "../src/errors/permissions.ts";
import { foreignId } from "../src/names.ts";
// Loaded before any simulation begins, whose time would jump ahead while a manager loads it.
import "../src/backend.ts";
import { ByHand } from "./by-hand.ts";
import { emulatorFaults } from "./emulator-faults.ts";

export const PROJECT = "acme";

/** The permissions of calls that keykist makes. */
const USED: ReadonlySet<string> = new Set(
  [
    "AccessSecretVersion",
    "AddSecretVersion",
    "CreateSecret",
    "DestroySecretVersion",
    "GetSecret",
    "ListSecrets",
    "ListSecretVersions",
    "UpdateSecret",
  ].map(permissionFor),
);

export interface GcpHarnessOptions extends Omit<Partial<GcpEmulatorOptions>, "faults"> {
  /** What goes wrong at the backend, in each simulation. */
  readonly faults?: ((simulation: Simulation) => FaultPlan) | undefined;
  /** Who decides the order of steps: the suite, or the simulation, to which the suite's scheduler is then unknown. */
  readonly order?: "suite" | "simulation" | undefined;
  readonly config?: Partial<GcpConfig> | undefined;
}

/** The suite over emulated Secret Managers, one for each case. */
export function gcpHarness(options: GcpHarnessOptions = {}): ConformanceHarness {
  let opened = 0;
  return {
    flavor: "gcp",
    backend: "the emulator of Secret Manager, in the process",
    open: async () => {
      opened += 1;
      return gcpBackend({ ...options, seed: (options.seed ?? 1) + opened });
    },
    refusal: (step) =>
      // The project is found by the library, which no server denies.
      step === "GetProjectId" ? undefined : new GcpError("PERMISSION_DENIED", `${step} is denied`),
    refusableActions: ALL_PERMISSIONS.filter((permission) => USED.has(permission)),
    faults: {
      denied: () => new GcpError("PERMISSION_DENIED", "denied"),
      unauthenticated: () => Object.assign(new Error("who are you"), { code: 16 }),
      throttled: () => new GcpError("RESOURCE_EXHAUSTED", "too much"),
      unavailable: () => new GcpError("UNAVAILABLE", "not now"),
    },
    pageSize: 500,
    budgets: { getSecret: 4, updateSecret: 5, "updateSecret-guarded": 5 },
  };
}

/** One emulated Secret Manager, and managers on it. */
export function gcpBackend({
  order = "suite",
  config: own = {},
  faults,
  ...options
}: GcpHarnessOptions & Pick<GcpEmulatorOptions, "seed">): ConformanceBackend {
  const emulator = new GcpEmulator(options);
  const { simulation } = emulator;
  if (faults !== undefined) emulator.faults = faults(simulation);
  const person = new ByHand(emulator.client("a person"), PROJECT);
  let clients = 0;
  let refused: readonly string[] = [];
  const manager = (
    ...[config, given]: Parameters<ConformanceBackend["manager"]>
  ): GcpSecretsManager => {
    clients += 1;
    const name = `client ${clients}`;
    emulator.deny(refused, name);
    const jitter = simulation.random(`waits of ${name}`);
    const { interceptStep: _around, ...others } = given;
    const simulated = { ...others, clock: simulation.clock, random: () => jitter.next() };
    const client = emulator.client(name);
    return new GcpSecretsManager(
      // Nobody waits for a quota that the emulator does not have.
      { projectId: PROJECT, writesPerMinute: 1_000_000, ...own, ...config },
      { ...(order === "suite" ? given : simulated), client },
    );
  };
  return {
    manager,
    peek: async (path) => {
      emulator.settle();
      const owned = await person.peek(path);
      if (owned !== undefined) return owned;
      const text = await person.access(foreignId(path));
      if (text === undefined) return undefined;
      return {
        entries: Object.fromEntries(foreignEntries(Buffer.from(text))),
        type: undefined,
        owned: false,
      };
    },
    plant: async (path, entries, { owned, type = "arbitrary" }) => {
      const id = foreignId(path);
      if (owned) await person.plant(path, type, entries);
      else {
        await person.create(id);
        await person.add(id, JSON.stringify(entries));
      }
      emulator.settle();
    },
    settle: async () => {
      emulator.settle();
    },
    refuse: (actions) => {
      refused = actions;
      for (let client = 1; client <= clients; client += 1)
        emulator.deny(actions, `client ${client}`);
    },
    nativeRead: async (path) => {
      emulator.settle();
      return person.nativeRead(path);
    },
    nativeTools: {
      remove: async (path) => {
        await person.remove(path);
        emulator.settle();
      },
      put: async (path, entries) => {
        await person.put(path, entries);
        emulator.settle();
      },
    },
    calls: () => emulator.calls.total,
    ...(order === "suite" && faults === undefined && { serverFaults: emulatorFaults(emulator) }),
    close: async () => undefined,
  };
}
