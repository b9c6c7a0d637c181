import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/index.ts";
import { sampled, wholeRounds } from "../../src/scheduling/sampled.ts";

const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe("a sample", () => {
  it.each([1, 3])("is everything where %d rounds are asked for", (rounds) => {
    expect(sampled(seededRandom(7), all, rounds)).toEqual(all);
  });

  it("is a part where less is, in order, and at least one", () => {
    const some = sampled(seededRandom(7), all, 0.3);
    expect(some).toHaveLength(3);
    expect(some).toEqual(some.toSorted((a, b) => a - b));
    expect(new Set(some).size).toBe(3);
    expect(sampled(seededRandom(7), all, 0.001)).toHaveLength(1);
    expect(sampled(seededRandom(7), [], 0.3)).toEqual([]);
  });

  it("is another with another seed, and comes to everything with enough of them", () => {
    const drawn = new Set<number>();
    for (let seed = 0; seed < 100; seed += 1)
      for (const each of sampled(seededRandom(seed), all, 0.1)) drawn.add(each);
    expect([...drawn].toSorted((a, b) => a - b)).toEqual(all);
  });
});

describe("whole rounds", () => {
  it("are one at least", () => {
    expect([0.1, 1, 2.6].map(wholeRounds)).toEqual([1, 1, 3]);
  });
});
