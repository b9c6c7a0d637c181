import assert from "node:assert/strict";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdsForAll } from "./holds-for-all.ts";

const context = { seed: 7, rounds: 1 };

async function thrownBy(check: (sample: number) => Promise<void>): Promise<unknown> {
  return holdsForAll(context, fc.nat(1000), check).catch((error: unknown) => error);
}

async function drawn(): Promise<number[]> {
  const samples: number[] = [];
  await holdsForAll(context, fc.nat(), async (sample) => {
    samples.push(sample);
  });
  return samples;
}

describe("holdsForAll", () => {
  it("tries 25 samples per round, each with a number of its own", async () => {
    const numbers: number[] = [];
    await holdsForAll({ seed: 7, rounds: 2 }, fc.nat(), async (_sample, number) => {
      numbers.push(number);
    });
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it("tries a part of them for a part of a round, and comes to an end", async () => {
    let tries = 0;
    await holdsForAll({ seed: 7, rounds: 0.3 }, fc.nat(), async () => {
      tries += 1;
      assert.ok(tries <= 25, "more than a whole round");
    });
    expect(tries).toBe(8);
  });

  it("tries the same samples for the same seed", async () => {
    expect(await drawn()).toEqual(await drawn());
  });

  it("fails with an AssertionError that gives the smallest sample, and the seed and path to repeat it", async () => {
    const error = await thrownBy(async (sample) => {
      assert.ok(sample < 10, "too much");
    });
    expect(error).toBeInstanceOf(assert.AssertionError);
    expect(String(error)).toMatch(
      /too much\nsample: \[10\]\nfast-check: seed 7, path "\d+(:\d+)*"/u,
    );
  });

  it("tells what is no broken promise from what is one", async () => {
    const error = await thrownBy(async () => {
      throw new TypeError("the harness is broken");
    });
    expect(error).not.toBeInstanceOf(assert.AssertionError);
    expect(String(error)).toContain("the harness is broken");
  });

  it("stops to look for a smaller sample after a hundred tries", async () => {
    let tries = 0;
    await thrownBy(async () => {
      tries += 1;
      // Fails for every sample, so that there is always a smaller one to try.
      assert.fail(`try ${tries}`);
    });
    expect(tries).toBeLessThanOrEqual(101);
  });
});
