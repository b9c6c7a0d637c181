import { describe, expect, it } from "vitest";
import { runSeeds, SEEDED_GROUPS, seedsText } from "../../src/index.ts";
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
