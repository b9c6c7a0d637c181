import {
  type FaultyCalls,
  SERVER_FAULTS,
  type ServerFault,
  type ServerFaults,
} from "@keykist/conformance";
import type { Fault } from "@keykist/emulators";
import { type GcpEmulator, GcpError, type PageFilling } from "@keykist/emulators/gcp";

/** When a call that lands late does, after its client was told that it failed; milliseconds of the simulation. */
const LATE = 1000;

/** What a fault of the suite is to the emulator. */
const faults: Partial<Readonly<Record<ServerFault, () => Fault>>> = {
  throttled: () => ({ kind: "refuse", error: new GcpError("RESOURCE_EXHAUSTED", "too much") }),
  cut: () => ({ kind: "refuse", error: connectionReset() }),
  unanswered: () => ({ kind: "lose answer", error: connectionReset() }),
  late: () => ({ kind: "land late", error: connectionReset(), afterMs: LATE }),
  repeated: () => ({ kind: "deliver twice", afterMs: 0, answer: "second" }),
};

/** What a page holds where the suite says so. */
const fillings: Partial<Readonly<Record<ServerFault, PageFilling>>> = {
  "half page": "half",
  "empty page": "empty",
};

/** As the client library reports it. */
function connectionReset(): GcpError {
  return new GcpError("UNAVAILABLE", "read ECONNRESET");
}

/** The faults of the suite at an emulator. */
export function emulatorFaults(emulator: GcpEmulator): ServerFaults {
  return {
    kinds: SERVER_FAULTS,
    begin: async (kind: ServerFault, { first, count }: FaultyCalls) => {
      let calls = 0;
      emulator.faults = () => {
        calls += 1;
        if (calls < first || calls >= first + count) return undefined;
        emulator.nextPage = fillings[kind];
        return faults[kind]?.();
      };
    },
    end: async () => {
      emulator.faults = () => undefined;
      emulator.nextPage = undefined;
      // What is under way lands.
      await emulator.simulation.wait(2 * LATE);
    },
  };
}
