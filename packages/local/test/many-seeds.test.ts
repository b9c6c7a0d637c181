import { runSeeds, SEEDED_GROUPS, seedsProblems, seedsText } from "@keykist/conformance";
import { describe, expect, it } from "vitest";
import { IN_MEMORY, localHarness } from "./local-harness.ts";

/** Few by default; .ci/run asks for more, and the long runs that KEYKIST_TEST_FULL=1 asks for are of 1000. */
const usual = process.env["KEYKIST_TEST_FULL"] === "1" ? 1000 : 8;
const count = Number(process.env["KEYKIST_TEST_SEEDS"] ?? usual);

/** Of the group refusals, only that case depends on its seed. */
const groups = SEEDED_GROUPS.map((group) => (group === "refusals/" ? "refusals/random" : group));

describe(`the local manager under ${count} seeds (KEYKIST_TEST_SEEDS)`, () => {
  it.each(groups)("%s", { timeout: 900_000 }, async (group) => {
    const report = await runSeeds(localHarness({ folder: IN_MEMORY }), { cases: [group], count });
    process.stdout.write(`local, ${group} ${seedsText(report)}\n`);
    expect(seedsProblems(report)).toEqual([]);
  });
});
