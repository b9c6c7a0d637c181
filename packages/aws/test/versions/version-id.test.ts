import { describe, expect, it } from "vitest";
import { deletedStage, isTombstone } from "../../src/versions/stages.ts";
import {
  firstVersionId,
  isOfType,
  isOwnVersion,
  mayHoldForeign,
  nextVersionId,
} from "../../src/versions/version-id.ts";

describe("the id of a version", () => {
  it("is a token that AWS takes: 32 to 64 characters", () => {
    const ids = [
      firstVersionId("arbitrary"),
      nextVersionId("x".repeat(63), { expected: "y".repeat(64), round: 99, holdsForeign: true }),
    ];
    for (const id of ids) expect(id).toMatch(/^[0-9a-z-]{32,64}$/u);
  });

  it("tells whether the version was written as a schema type", () => {
    const id = firstVersionId("basic_auth");
    expect(isOfType(id, "basic_auth")).toBe(true);
    expect(isOfType(id, "arbitrary")).toBe(false);
    expect(isOfType("2f3c4a70-6f2e-4d15-9d0a-0f7d3a3d9b11", "basic_auth")).toBe(false);
    expect(isOfType(undefined, "basic_auth")).toBe(false);
  });

  it("is the same for all who follow the same version, and another in each round", () => {
    const following = { expected: firstVersionId("arbitrary"), round: 0, holdsForeign: false };
    const id = nextVersionId("arbitrary", following);
    expect(nextVersionId("arbitrary", { ...following })).toBe(id);
    expect(nextVersionId("arbitrary", { ...following, round: 1 })).not.toBe(id);
    expect(nextVersionId("arbitrary", { ...following, expected: id })).not.toBe(id);
  });

  it("tells whether the next write has to keep what another program wrote", () => {
    const following = { expected: firstVersionId("arbitrary"), round: 0 };
    const own = nextVersionId("arbitrary", { ...following, holdsForeign: false });
    const kept = nextVersionId("arbitrary", { ...following, holdsForeign: true });
    expect([own, kept].map(isOwnVersion)).toEqual([true, true]);
    expect([own, kept].map(mayHoldForeign)).toEqual([false, true]);
    expect(isOfType(kept, "arbitrary")).toBe(true);
    // The id of a version that something else wrote.
    const foreign = "2f3c4a70-6f2e-4d15-9d0a-0f7d3a3d9b11";
    expect(isOwnVersion(foreign)).toBe(false);
    expect(mayHoldForeign(foreign)).toBe(true);
  });

  it("is new for each secret that is registered", () => {
    expect(firstVersionId("arbitrary")).not.toBe(firstVersionId("arbitrary"));
  });
});

describe("the stage of a tombstone", () => {
  it("is another in each round, and known for what it is", () => {
    expect(deletedStage(0)).toBe("keykist-deleted");
    expect(deletedStage(1)).not.toBe(deletedStage(0));
    for (const round of [0, 1, 12])
      expect(isTombstone(["AWSCURRENT", deletedStage(round)])).toBe(true);
  });

  it("is none of those that a live version has", () => {
    expect(isTombstone(["AWSCURRENT", "keykist-staged"])).toBe(false);
    expect(isTombstone([])).toBe(false);
    expect(isTombstone(undefined)).toBe(false);
  });
});
