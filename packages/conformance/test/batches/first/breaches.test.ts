import { describe, expect, it } from "vitest";
import { NotShown } from "./broken-flavor.ts";
import { bases, brokenFlavors } from "./index.ts";

// A flavor counts only where its defect is seen by its users, and is not there in what it was made of.
describe.each(brokenFlavors)("$id", ({ base, breach }) => {
  it("breaks the contract", async () => {
    await expect(breach()).resolves.toMatch(/\w/);
  });

  it("is made of a flavor that keeps it", async () => {
    await expect(breach(bases[base])).rejects.toThrow(NotShown);
  });
});

it("there are forty of them, each with a name of its own", () => {
  expect(new Set(brokenFlavors.map(({ id }) => id)).size).toBe(40);
});
