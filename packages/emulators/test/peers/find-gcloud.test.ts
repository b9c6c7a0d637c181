import { afterEach, describe, expect, test, vi } from "vitest";
import { findGcloud } from "../../src/peers/index.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("gcloud that is nowhere", () => {
  test("is said to be nowhere, in these words, and fails nothing", () => {
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    expect(findGcloud({ PATH: "/no/such/folder", KEYKIST_PEERS: "required" })).toBeUndefined();
    expect(written.mock.calls).toEqual([["0 tests with gcloud run: gcloud not found\n"]]);
  });
});
