import { afterEach, describe, expect, test, vi } from "vitest";
import { findGcpPeer } from "../../src/peers/index.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the GCP peer", () => {
  test("that is nowhere is said to be nowhere, in these words, and no more", () => {
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    expect(findGcpPeer("/no/such/program")).toBeUndefined();
    expect(written.mock.calls).toEqual([
      ["0 peer tests run: gcp-secret-manager-emulator not found\n"],
    ]);
  });

  test("is found where it is", () => {
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    expect(findGcpPeer(process.execPath)).toBe(process.execPath);
    expect(written).not.toHaveBeenCalled();
  });
});
