import type { FaultyCalls, ServerFault, ServerFaults } from "@keykist/conformance";
import type { Fault } from "@keykist/emulators";
import type { AwsEmulator } from "@keykist/emulators/aws";
import { serviceError } from "./aws-harness.ts";

/** When a call that lands late does, after its client was told that it failed; milliseconds of the simulation. */
const LATE = 1000;

/** What a fault of the suite is to the emulator. */
const faults: Partial<Readonly<Record<ServerFault, () => Fault>>> = {
  throttled: () => ({ kind: "refuse", error: serviceError("ThrottlingException", 400) }),
  cut: () => ({ kind: "refuse", error: connectionReset() }),
  unanswered: () => ({ kind: "lose answer", error: connectionReset() }),
  late: () => ({ kind: "land late", error: connectionReset(), afterMs: LATE }),
};

/** As Node reports it. */
function connectionReset(): Error {
  return Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
}

/** The faults of the suite at an emulator. */
export function emulatorFaults(emulator: AwsEmulator): ServerFaults {
  const kinds: ServerFault[] = ["throttled", "cut", "unanswered", "late"];
  const end = async (): Promise<void> => {
    emulator.faults = () => undefined;
    // What is under way lands.
    await emulator.simulation.wait(2 * LATE);
  };
  return {
    kinds,
    begin: async (kind: ServerFault, { first, count }: FaultyCalls) => {
      let calls = 0;
      emulator.faults = () => {
        calls += 1;
        return calls >= first && calls < first + count ? faults[kind]?.() : undefined;
      };
    },
    end,
  };
}
