import { conformanceTests } from "@keykist/conformance";
import { describe, it } from "vitest";
import { LaggingMemoryManager } from "./emulated-memory-manager.ts";
import { emulatedMemoryHarness } from "./emulated-memory-harness.ts";

// The whole suite through the server, one step after the other as the suite decides.
conformanceTests({ describe, it }, emulatedMemoryHarness({ seed: 1, order: "suite" }));

// The races again, in the order that the simulation gives: requests and answers cross each other.
conformanceTests({ describe, it }, emulatedMemoryHarness({ seed: 2, order: "simulation" }), {
  cases: ["concurrency/", "capabilities/"],
});

// A manager that claims less, over a service that lags behind itself.
conformanceTests(
  { describe, it },
  emulatedMemoryHarness({
    seed: 3,
    order: "simulation",
    maximumLag: 40,
    manager: LaggingMemoryManager,
  }),
  { cases: ["concurrency/"] },
);
