import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findDrongo, findMoto } from "../../src/peers/index.ts";

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

describe.each([
  { peer: "moto_server", variable: "KEYKIST_MOTO_PYTHON", find: findMoto },
  { peer: "drongo", variable: "KEYKIST_DRONGO_PYTHON", find: findDrongo },
])("$peer that is nowhere", ({ peer, variable, find }) => {
  test("is said to be nowhere, in these words, and no more", () => {
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    expect(find({ [variable]: path.join(folder, "python3") })).toBeUndefined();
    expect(written.mock.calls).toEqual([[`0 peer tests run: ${peer} not found\n`]]);
  });

  test("is a failure where peers are required", () => {
    const environment = { [variable]: path.join(folder, "python3"), KEYKIST_PEERS: "required" };
    expect(() => find(environment)).toThrow(
      `${peer} is not found, and peers are required: \`npm run peers\` installs it`,
    );
  });
});
