import { conformanceTests } from "@keykist/conformance";
import { describe, it } from "vitest";
import { awsHarness } from "./aws-harness.ts";
import { emulatorServer } from "./emulator-server.ts";
import { servedEmulator } from "./served-emulator.ts";

// The whole suite, one step after the other as the suite decides.
conformanceTests(
  { describe, it },
  awsHarness({
    backend: "the AWS emulator, in this process",
    open: () => emulatorServer({ seed: 1, order: "suite" }),
  }),
);

// The same by AWS's own SDK, over HTTP.
conformanceTests(
  { describe, it },
  awsHarness({ backend: "the AWS emulator, over HTTP", open: () => servedEmulator({ seed: 2 }) }),
);

// The races again, in the order that a simulation gives: requests and answers cross each other.
conformanceTests(
  { describe, it },
  awsHarness({
    backend: "the AWS emulator, in a simulation",
    open: () => emulatorServer({ seed: 3, order: "simulation", latency: 20 }),
    observable: false,
  }),
  { cases: ["concurrency/", "capabilities/"] },
);

// The races once more, with reads and listings that lag behind.
conformanceTests(
  { describe, it },
  awsHarness({
    backend: "the AWS emulator, in a simulation with eventual reads",
    open: () =>
      emulatorServer({
        seed: 4,
        order: "simulation",
        latency: 20,
        maximumReadLag: 200,
        maximumListLag: 300_000,
        emptyPages: 0.2,
      }),
    observable: false,
  }),
  { cases: ["concurrency/"] },
);
