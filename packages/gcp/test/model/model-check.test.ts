import { describe, expect, it } from "vitest";
import { mutants } from "./mutants.ts";
import { protocol } from "./protocol.ts";
import { runModel } from "./run-model.ts";

/** Few by default. `.ci/run` asks for 5 000, and `npm run soak` for 100 000. */
const count = Number(process.env["KEYKIST_MODEL_SEEDS"] ?? 300);
/** A new one each time, so that every run tries something else; printed, and taken again from the environment. */
const first = Number(process.env["KEYKIST_TEST_SEED"] ?? Date.now() % 1_000_000_000);

/** Within so many seeds each mutant must be found, however few are asked for. */
const SEEDS_FOR_A_MUTANT = Math.max(count, 10_000);

describe(`the manifest log, model-checked from seed ${first} (KEYKIST_TEST_SEED)`, () => {
  it(`${count} seeds (KEYKIST_MODEL_SEEDS)`, { timeout: 1_800_000 }, async () => {
    const { findings, failed } = await runModel(protocol, { first, count });
    const { acknowledged, reads, unknown, crashes, collected, turns } = findings;
    process.stdout.write(
      `model check, ${count} seeds from ${first}: ${findings.text}; ${acknowledged} acknowledged updates, ${reads} reads, ` +
        `${collected} collections, ${crashes} crashes, ${unknown} unknown outcomes, ${turns} turns\n`,
    );
    expect(failed).toEqual([]);
    expect(findings.total).toBe(0);
    // Each writer and each reader comes to its end mostly, and everything that can go wrong did.
    expect(acknowledged).toBeGreaterThan(20 * count);
    expect(reads).toBeGreaterThan(30 * count);
    expect(Math.min(unknown, crashes, collected)).toBeGreaterThan(0);
  });

  it.each(mutants)("finds a protocol in which $title", { timeout: 1_800_000 }, async (mutant) => {
    const range = { first, count: SEEDS_FOR_A_MUTANT };
    const { findings, failed, seeds } = await runModel(mutant.protocol, range, (found) =>
      mutant.caughtBy.some((finding) => found.of(finding) > 0),
    );
    process.stdout.write(
      `mutant "${mutant.title}": found after ${seeds} seeds (${failed.length} of them): ${findings.text}\n`,
    );
    expect(mutant.caughtBy.filter((finding) => findings.of(finding) > 0)).not.toEqual([]);
  });
});
