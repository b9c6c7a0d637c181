import { describe, expect, test } from "vitest";
import { didYouMean, nearest } from "./nearest.ts";

describe("nearest", () => {
  test("gives the nearest first, whatever their case, and three at most", () => {
    expect(nearest("prod-bd", ["staging", "prod-db", "PROD-BD", "prod-dc", "prod-ba"])).toEqual([
      "PROD-BD",
      "prod-db",
      "prod-ba",
    ]);
  });

  test.each([
    ["a short word", "a", ["b", "ab"]],
    ["a word far from all", "database", ["prod-db", "web"]],
    ["an empty word", "", ["a"]],
    ["no candidates", "prod", []],
  ])("gives nothing for %s", (_what, word, candidates) => {
    expect(nearest(word, candidates)).toEqual([]);
  });

  test("takes letters that have changed places for one mistake, also in a short word", () => {
    expect(nearest("dve", ["dev", "prod"])).toEqual(["dev"]);
  });

  test("is worded as a question", () => {
    expect(didYouMean(["a"])).toBe("did you mean a?");
    expect(didYouMean(["a", "b", "c"])).toBe("did you mean a, b or c?");
  });
});
