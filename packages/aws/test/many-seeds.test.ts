import { runSeeds, SEEDED_GROUPS, seedsProblems, seedsText } from "@keykist/conformance";
import { describe, expect, it } from "vitest";
import { awsHarness } from "./aws-harness.ts";
import { emulatorServer, type EmulatorServerOptions } from "./emulator-server.ts";

/** Few by default; .ci/run asks for more, and the long runs that KEYKIST_TEST_FULL=1 asks for are of 1000. */
const usual = process.env["KEYKIST_TEST_FULL"] === "1" ? 1000 : 8;
const count = Number(process.env["KEYKIST_TEST_SEEDS"] ?? usual);
/** Runs of random refusals are short, and each tries a few of many steps: there are more of them. */
const refusals = Number(process.env["KEYKIST_REFUSAL_SEEDS"] ?? 8);
/** Of the group refusals, only that case depends on its seed. */
const groups = SEEDED_GROUPS.filter((group) => group !== "refusals/");
/** In a simulation, where all waits are those of the emulator, too, a run takes longer. */
const countOfSimulated = Math.ceil(count / 10);

let emulators = 0;

/** A harness whose every backend is in a simulation of its own, drawn from the number of the backend. */
function seededHarness(
  backend: string,
  options: EmulatorServerOptions,
): ReturnType<typeof awsHarness> {
  return awsHarness({
    backend,
    open: () => {
      emulators += 1;
      return emulatorServer({ ...options, seed: emulators });
    },
  });
}

const lagging = seededHarness("the AWS emulator, whose reads lag behind", {
  order: "simulation",
  latency: 20,
  maximumReadLag: 200,
  maximumListLag: 300_000,
  emptyPages: 0.2,
});
const suite = seededHarness("the AWS emulator", { order: "suite" });

describe(`the AWS manager under ${count} seeds (KEYKIST_TEST_SEEDS)`, () => {
  it.each(groups)("%s", { timeout: 1_800_000 }, async (group) => {
    const report = await runSeeds(suite, { cases: [group], count });
    process.stdout.write(`aws, ${group} ${seedsText(report)}\n`);
    expect(seedsProblems(report)).toEqual([]);
  });

  it(
    `random refusals, ${refusals} seeds (KEYKIST_REFUSAL_SEEDS)`,
    { timeout: 3_600_000 },
    async () => {
      const report = await runSeeds(suite, { cases: ["refusals/random"], count: refusals });
      process.stdout.write(`aws, refusals/random ${seedsText(report)}\n`);
      expect(report.failures).toEqual([]);
      expect(report.distinctSeeds).toBe(refusals);
      expect(report.refused).toBeGreaterThan(refusals);
    },
  );

  it("concurrency, with reads that lag behind", { timeout: 1_800_000 }, async () => {
    const report = await runSeeds(lagging, { cases: ["concurrency/"], count: countOfSimulated });
    process.stdout.write(`aws, eventual reads, concurrency/ ${seedsText(report)}\n`);
    expect(report.failures).toEqual([]);
    expect(report.conflicts).toBeGreaterThan(0);
  });
});
