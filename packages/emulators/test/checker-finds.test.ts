import { runConformance } from "@keykist/conformance";
import type { Classification } from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";
import { describe, expect, it } from "vitest";
import { type Fault, type FaultPlan, randomFaults } from "../src/index.ts";
import { EmulatedMemoryManager, LaggingMemoryManager } from "./emulated-memory-manager.ts";
import {
  emulatedMemoryHarness,
  type EmulatedMemoryHarnessOptions,
} from "./emulated-memory-harness.ts";
import { isChange, type MemoryService } from "./memory-service.ts";

const SEEDS = [1, 2, 3, 4, 5];
const lost = new MemoryBackendError("unavailable");

/** What the suite says of histories of everything at once, over an emulated service. */
async function judged(
  options: Omit<EmulatedMemoryHarnessOptions, "order">,
): Promise<{ readonly status: string; readonly message: string }> {
  const harness = emulatedMemoryHarness({ ...options, order: "simulation" });
  const report = await runConformance(harness, {
    cases: ["concurrency/linearizable"],
    seed: options.seed,
  });
  const [found] = report.cases;
  return { status: found?.status ?? "not run", message: found?.message ?? "" };
}

/** What goes wrong with one in five of the writes. */
function withWrites(...faults: readonly [Fault, ...Fault[]]) {
  return ({ simulation }: MemoryService): FaultPlan => {
    const plan = randomFaults(simulation.random("faults"), 0.2, faults);
    return (call) => (isChange(call) ? plan(call) : undefined);
  };
}

/** Takes an answer that is lost for a write that was not made. */
class TooSureManager extends EmulatedMemoryManager {
  protected override classify(error: unknown): Classification | undefined {
    const classified = super.classify(error);
    return classified && { ...classified, outcome: "not_applied" };
  }
}

describe.each(SEEDS)("over an emulated service, with seed %i, the checker", (seed) => {
  it("finds nothing where nothing goes wrong", async () => {
    expect(await judged({ seed })).toMatchObject({ status: "passed" });
  });

  it("finds the reads that lag, of a manager that claims that none do", async () => {
    const { status, message } = await judged({ seed, maximumLag: 40 });
    expect(status).toBe("failed");
    expect(message).toContain(
      "no order of these operations on one secret explains the last answer",
    );
  });

  it("finds nothing in them where the manager claims no more", async () => {
    const manager = LaggingMemoryManager;
    expect(await judged({ seed, maximumLag: 40, manager })).toMatchObject({ status: "passed" });
  });

  it("finds writes that are delivered twice", async () => {
    const faults = withWrites({ kind: "deliver twice", afterMs: 5 });
    expect(await judged({ seed, faults })).toMatchObject({ status: "failed" });
  });

  it("finds nothing in answers that are lost, and writes that land late, which are said to be unknown", async () => {
    const faults = withWrites(
      { kind: "refuse", error: lost },
      { kind: "lose answer", error: lost },
      { kind: "land late", error: lost, afterMs: 10 },
    );
    expect(await judged({ seed, faults })).toMatchObject({ status: "passed" });
  });

  it("finds them where the manager says that nothing was written", async () => {
    const faults = withWrites({ kind: "lose answer", error: lost });
    const { status } = await judged({ seed, faults, manager: TooSureManager });
    expect(status).toBe("failed");
  });

  it("says the same again with the same seed", async () => {
    const options = { seed, maximumLag: 40 };
    expect(await judged(options)).toEqual(await judged(options));
  });
});
