import { AwsEmulator, type AwsEmulatorOptions } from "@keykist/emulators/aws";
import { AwsSecretsManager } from "../src/index.ts";
import { type AwsServer, LONGEST_DELETION, nativeTools } from "./aws-harness.ts";
import { emulatorFaults } from "./emulator-faults.ts";
import { shortWaits } from "./short-waits.ts";

/** The client beside the managers. */
const BESIDE = "beside";

export interface EmulatorServerOptions extends AwsEmulatorOptions {
  /** Who decides the order of steps: the suite, or the simulation, to which the suite's scheduler is then unknown. */
  readonly order: "suite" | "simulation";
}

/** An emulator in this process, with managers and a client that reach it without a wire. */
export async function emulatorServer({
  order,
  ...options
}: EmulatorServerOptions): Promise<AwsServer & { readonly emulator: AwsEmulator }> {
  // What a manager loads when it is used first takes time that no simulation knows of.
  await Promise.all([import("../src/client/sdk.ts"), import("../src/aws-store.ts")]);
  const emulator = new AwsEmulator(options);
  const { simulation } = emulator;
  const hurried = shortWaits(500);
  const beside = emulator.client(BESIDE);
  let clients = 0;
  return {
    emulator,
    client: beside,
    manager: (config, given) => {
      clients += 1;
      const client = emulator.client(`client ${clients}`);
      if (order === "suite") {
        const making = hurried({ config, options: given });
        return new AwsSecretsManager(making.config, { ...making.options, client });
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
      nativeTools: nativeTools(beside, async () => {
        await simulation.wait(LONGEST_DELETION);
      }),
      refuse: (actions) => {
        emulator.deny(actions, { except: [BESIDE] });
      },
      serverFaults: emulatorFaults(emulator),
    },
    close: async () => undefined,
  };
}
