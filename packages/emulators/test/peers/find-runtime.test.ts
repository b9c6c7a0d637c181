import { afterEach, describe, expect, test, vi } from "vitest";
import { findRuntime } from "../../src/peers/index.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([
  { name: "bun", variable: "KEYKIST_BUN" },
  { name: "deno", variable: "KEYKIST_DENO" },
] as const)("$name", ({ name, variable }) => {
  test("is the program that the environment names", () => {
    expect(findRuntime(name, { [variable]: process.execPath })?.program).toBe(process.execPath);
  });

  test("that is missing is reported as missing", () => {
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    expect(findRuntime(name, { [variable]: "/nowhere" })).toBeUndefined();
    expect(written.mock.calls).toEqual([[`0 tests under ${name} run: ${name} not found\n`]]);
  });

  test("that is missing is a failure where peers are required", () => {
    expect(() => findRuntime(name, { [variable]: "/nowhere", KEYKIST_PEERS: "required" })).toThrow(
      `${name} is not found, and peers are required: \`npm run peers\` installs it`,
    );
  });
});
