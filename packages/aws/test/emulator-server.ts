import { AwsEmulator, type AwsEmulatorOptions } from "@keykist/emulators/aws";
import { AwsSecretsManager } from "../src/index.ts";
import type { AwsServer } from "./aws-harness.ts";
import { waitingClock } from "./waiting-clock.ts";

export interface EmulatorServerOptions extends AwsEmulatorOptions {
  /** Who decides the order of steps: the suite, or the simulation, to which the suite's scheduler is then unknown. */
  readonly order: "suite" | "simulation";
}

/** How much faster the waits of managers pass than those of the tests, which need not wait out what a crash has left. */
const TIMES = 500;
/** The `timeoutMs` of managers where the suite has none. */
const TIMEOUT = 30_000;

/** An emulator in this process, with managers and a client that reach it without a wire. */
export async function emulatorServer({
  order,
  ...options
}: EmulatorServerOptions): Promise<AwsServer & { readonly emulator: AwsEmulator }> {
  // What a manager loads when it is used first takes time that no simulation knows of.
  await Promise.all([import("@aws-sdk/client-secrets-manager"), import("../src/aws-store.ts")]);
  const emulator = new AwsEmulator(options);
  const { simulation } = emulator;
  const clock = waitingClock(TIMES);
  let clients = 0;
  return {
    emulator,
    client: emulator.client("beside"),
    manager: (config, given) => {
      clients += 1;
      const client = emulator.client(`client ${clients}`);
      if (order === "suite") {
        const { timeoutMs = TIMEOUT } = config;
        const own = given.clock === undefined ? { timeoutMs: timeoutMs * TIMES } : {};
        return new AwsSecretsManager({ ...config, ...own }, { clock, ...given, client });
      }
      const { interceptStep: _around, ...others } = given;
      const jitter = simulation.random(`waits of client ${clients}`);
      const own = { clock: simulation.clock, random: () => jitter.next() };
      return new AwsSecretsManager(config, { ...others, ...own, client });
    },
    facilities: {
      settle: async () => {
        emulator.settle();
      },
      calls: () => emulator.calls.total,
    },
    close: async () => undefined,
  };
}
