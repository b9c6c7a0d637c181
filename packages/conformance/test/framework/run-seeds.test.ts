import { describe, expect, it } from "vitest";
import {
  runSeeds,
  SEEDED_GROUPS,
  seedsProblems,
  type SeedsReport,
  seedsText,
} from "../../src/index.ts";
import { memoryHarness } from "../memory-harness.ts";
import { saboteurs } from "../saboteurs/index.ts";

const cases = ["concurrency/chain"];

describe("runSeeds", () => {
  it("runs one seed after the other, and counts what was tried", async () => {
    const report = await runSeeds(memoryHarness(), { first: 5, count: 6, cases });
    expect(report).toMatchObject({ first: 5, count: 6, runs: 6, failures: [] });
    expect(report.conflicts).toBeGreaterThan(0);
    expect(seedsText(report)).toMatch(
      /^6 seeds from 5: \d went each its own way, \d with overlapping writes to one secret; 6 runs, /u,
    );
  });

  it("does the same again with the same seeds", async () => {
    const options = { first: 5, count: 4, cases };
    const first = await runSeeds(memoryHarness(), options);
    expect(await runSeeds(memoryHarness(), options)).toEqual(first);
  });

  it.each(SEEDED_GROUPS)("%s goes another way with each seed", async (group) => {
    const report = await runSeeds(memoryHarness(), { first: 5, count: 5, cases: [group] });
    expect(report).toMatchObject({ distinctSeeds: 5, failures: [] });
  });

  it("says which seeds failed, and how to run them again", async () => {
    const saboteur = saboteurs.find(({ breaks }) => breaks === "concurrency/linearizable");
    const harness = saboteur?.harness ?? memoryHarness();
    const { failures } = await runSeeds(harness, {
      first: 100,
      count: 5,
      cases: ["concurrency/linearizable"],
      rounds: 1,
    });
    const [failure] = failures;
    expect(failure?.case).toBe("concurrency/linearizable");
    expect(failure?.message).toContain(
      `KEYKIST_CONFORMANCE_SEED=${failure?.seed} npm test, or: kist conformance SOURCE --seed ${failure?.seed} --case concurrency/linearizable`,
    );
  });
});

describe("seedsProblems", () => {
  const good: SeedsReport = {
    first: 1,
    count: 10,
    distinctSeeds: 10,
    runs: 20,
    distinctRuns: 20,
    runsAtOnce: 10,
    overlappingRuns: 5,
    overlappingSeeds: 5,
    conflicts: 3,
    retries: 2,
    ambiguous: 1,
    refused: 0,
    notRun: 0,
    failures: [],
  };

  it("has nothing against seeds that tried enough and failed nowhere", () => {
    expect(seedsProblems(good)).toEqual([]);
  });

  it.each<[string, Partial<SeedsReport>, RegExp]>([
    [
      "a failure",
      { failures: [{ seed: 7, case: "crash/update", message: "torn" }] },
      /^seed 7 fails crash\/update: torn$/u,
    ],
    ["seeds that went the same way", { distinctSeeds: 9 }, /only 9 of 10 seeds differ/u],
    ["faults that never struck", { ambiguous: 0 }, /no fault/u],
    ["few runs with overlapping writes", { overlappingRuns: 4 }, /less than half/u],
    ["few seeds with overlapping writes", { overlappingSeeds: 4 }, /less than half/u],
    ["writers that never met", { conflicts: 0, retries: 0 }, /another's way/u],
  ])("tells of %s", (_, change, problem) => {
    expect(seedsProblems({ ...good, ...change })).toEqual([expect.stringMatching(problem)]);
  });

  it("takes refusals for faults that struck", () => {
    expect(seedsProblems({ ...good, ambiguous: 0, refused: 1 })).toEqual([]);
  });

  it("has nothing against cases that the harness cannot run", () => {
    const nothing = { runs: 0, distinctRuns: 0, distinctSeeds: 1, ambiguous: 0, notRun: 140 };
    expect(seedsProblems({ ...good, ...nothing })).toEqual([]);
  });

  it("asks for no overlap where one client at a time was at work", () => {
    const alone = {
      runsAtOnce: 0,
      overlappingRuns: 0,
      overlappingSeeds: 0,
      conflicts: 0,
      retries: 0,
    };
    expect(seedsProblems({ ...good, ...alone })).toEqual([]);
  });
});
