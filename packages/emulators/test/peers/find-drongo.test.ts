import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findDrongo } from "../../src/peers/index.ts";

// A Python that is none: it does not run, as on a machine without one.
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "keykist-peers-"));
  writeFileSync(path.join(folder, "python3"), "", { mode: 0o644 });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

describe("drongo that is nowhere", () => {
  test("is said to be nowhere, in these words, and no more", () => {
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    expect(findDrongo({ KEYKIST_DRONGO_PYTHON: path.join(folder, "python3") })).toBeUndefined();
    expect(written.mock.calls).toEqual([["0 peer tests run: drongo not found\n"]]);
  });

  test("is a failure where peers are required", () => {
    expect(() =>
      findDrongo({
        KEYKIST_DRONGO_PYTHON: path.join(folder, "python3"),
        KEYKIST_PEERS: "required",
      }),
    ).toThrow("drongo is not found, and peers are required: `npm run peers` installs it");
  });
});
