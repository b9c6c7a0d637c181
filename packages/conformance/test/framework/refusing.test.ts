import type { Step } from "@keykist/core";
import { describe, expect, it } from "vitest";
import type { ConformanceHarness } from "../../src/index.ts";
import { refusableSteps, type RefusedSteps, refusing } from "../../src/groups/refusals/refusing.ts";
import { memoryHarness } from "../memory-harness.ts";

/** An operation that looks, writes, takes back what it wrote, and looks again. */
const steps: readonly Step[] = ["look", "write", "write", "take back", "look"].map(
  (name, index) => ({
    operation: "updateSecret",
    flavor: "memory",
    secret: "db",
    name,
    number: index + 1,
    mutates: name !== "look",
  }),
);

const harness: ConformanceHarness = {
  ...memoryHarness(),
  refusal: (step) => (step === "take back" ? undefined : new Error(`${step} is refused`)),
};

/** The numbers of the steps that are refused. */
function refusedFrom(first: number, kind: RefusedSteps, given = harness): number[] {
  const plan = refusing({ harness: given }, { first, steps: kind });
  return steps.flatMap((step) => (plan(step, step.number).kind === "fail" ? [step.number] : []));
}

describe("a refusal for good", () => {
  it("refuses every later try of the step that it begins with, and no other step", () => {
    expect(refusedFrom(2, "that step")).toEqual([2, 3]);
    expect(refusedFrom(1, "that step")).toEqual([1, 5]);
  });

  it("may also refuse every later step that changes something", () => {
    const all = { ...harness, refusal: () => new Error("refused") };
    expect(refusedFrom(1, "that step and later writes", all)).toEqual([1, 2, 3, 4, 5]);
    expect(refusedFrom(2, "that step and later writes", all)).toEqual([2, 3, 4]);
  });

  it("may refuse everything from then on, as where credentials are revoked", () => {
    expect(refusedFrom(3, "everything from then on")).toEqual([3, 5]);
  });

  it("leaves out steps that the backend never refuses", () => {
    expect(refusedFrom(4, "that step")).toEqual([]);
    expect(refusableSteps({ harness }, steps)).toEqual([1, 2, 3, 5]);
  });

  it("throws what the harness makes, before the step takes effect", () => {
    const plan = refusing({ harness }, { first: 2, steps: "that step" });
    const [, write] = steps;
    const action = write && plan(write, 2);
    expect(action).toMatchObject({
      kind: "fail",
      when: "before",
      error: { message: "write is refused" },
    });
  });
});
