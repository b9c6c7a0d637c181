import { describe, expect, it } from "vitest";
import { chosenCases, conformanceCases, type ConformanceHarness } from "../../src/index.ts";
import { runCase } from "../../src/run-case.ts";
import { caughtBy, survivors } from "./first/caught-by.ts";
import { bases, brokenFlavors } from "./first/index.ts";

const seed = 20_260_101;
/** A flavor counts as caught where the default run fails on one of these seeds. */
const seeds = [1, 2];
const isSoak = process.env["KEYKIST_SOAK"] === "1";

/** The cases of these that a harness fails by an assertion, in the plain run. */
async function failures(harness: ConformanceHarness, ids: readonly string[]): Promise<string[]> {
  const failed: string[] = [];
  for (const id of ids) {
    const conformanceCase = conformanceCases.find((each) => each.id === id);
    if (conformanceCase === undefined) throw new TypeError(`there is no case ${id}`);
    const outcome = await runCase(conformanceCase, harness, { seed, rounds: 1 });
    if (outcome.kind === "failed" && outcome.cause === "assertion") failed.push(id);
  }
  return failed;
}

/** Whether the default run, all cases in all their runs, refuses a harness. */
async function isRefused(harness: ConformanceHarness, ofSeed: number): Promise<boolean> {
  for (const { conformanceCase, run } of chosenCases(harness)) {
    const options = { seed: ofSeed, rounds: 1, run: run.name };
    const { kind } = await runCase(conformanceCase, run.harness, options);
    if (kind === "failed") return true;
  }
  return false;
}

describe("the first batch of broken flavors", () => {
  it("has every flavor either among those that are caught or among the survivors", () => {
    const ids = brokenFlavors.map(({ id }) => id);
    expect([...Object.keys(caughtBy), ...Object.keys(survivors)].toSorted()).toEqual(
      ids.toSorted(),
    );
  });

  it.each(brokenFlavors)("$id fails the cases that catch it", async ({ id, base, harness }) => {
    const ids = caughtBy[id] ?? [];
    expect(await failures(harness, ids)).toEqual(ids);
    expect(await failures(bases[base], ids), "the flavor that it was made of").toEqual([]);
  });
});

describe.skipIf(!isSoak)("the whole suite", () => {
  it.each(brokenFlavors)("refuses $id", { timeout: 600_000 }, async ({ id, harness }) => {
    const refused: boolean[] = [];
    for (const each of seeds) refused.push(await isRefused(harness, each));
    expect(refused.includes(true)).toBe(!(id in survivors));
  });

  it.each(Object.entries(bases))(
    "passes the correct flavor %s",
    { timeout: 600_000 },
    async (_name, harness) => {
      for (const each of seeds) expect(await isRefused(harness, each)).toBe(false);
    },
  );
});
