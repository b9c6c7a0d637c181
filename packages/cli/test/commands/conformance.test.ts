import { describe, expect, test } from "vitest";
import { makeAuthor } from "../author.ts";
import { documentOf, kist, succeed } from "../kist.ts";

/** A harness over the manager in memory, of which a part may be changed. */
const harnessModule = (change = ""): string => `
  import { MemorySecretsManager, MemoryStore } from "@keykist/core/memory";

  class Manager extends MemorySecretsManager { ${change} }

  export const harness = {
    flavor: "memory",
    backend: "this process",
    open: async () => {
      const store = new MemoryStore();
      return {
        manager: (config, options) => new Manager(config, { ...options, store }),
        close: async () => undefined,
      };
    },
  };
`;

/** A manager that keeps values without the spaces at their ends. */
const TRIMMING = `
  async doCreate(path, record, call) {
    const entries = new Map([...record.entries].map(([key, value]) => [key, value.trim()]));
    return super.doCreate(path, { ...record, entries }, call);
  }
`;

describe("kist conformance", () => {
  test("judges a flavor that keeps the contract: groups, what was not run, and the seed", async () => {
    const place = await makeAuthor();
    await place.write("memory.mjs", harnessModule());
    const words = ["conformance", "memory.mjs", "--case", "contract/", "--case", "scopes/"];
    const lines = (await succeed(place, words)).trim().split("\n");
    expect(lines[0]).toMatch(/^contract +\d+ passed/);
    expect(lines[1]).toMatch(/^scopes +\d+ passed/);
    expect(lines[2]).toMatch(/^again through namespace +\d+ passed/);
    expect(lines.filter((line) => /^not run, \d+ cases?: needs .*plant/.test(line))).not.toEqual(
      [],
    );
    expect(lines.at(-1)).toMatch(
      /^memory, on this process, keeps the contract: \d+ passed, 0 failed, 0 known deviations, \d+ not run \(seed \d+\)$/,
    );
  });

  test("says which promise is broken, and how to try it again; that fails again", async () => {
    const place = await makeAuthor();
    await place.write("trimming.mjs", harnessModule(TRIMMING));
    const ended = await kist(place, [
      "conformance",
      "./trimming.mjs",
      "--case",
      "names-and-values/@plain",
    ]);
    expect(ended).toMatchObject({ exitCode: 1, stderr: "" });
    expect(ended.stdout).toMatch(/does not keep the contract/);
    const again = /again: kist (conformance \.\/trimming\.mjs --seed \d+ --case \S+)/.exec(
      ended.stdout,
    );
    const repeated = await kist(place, (again?.[1] ?? "").split(" "));
    expect(repeated.exitCode).toBe(1);
    // As it is, and through a namespace scope: what is wrong with both shows in both.
    expect(repeated.stdout).toMatch(/0 passed, 2 failed/);
    const second =
      /again: kist (conformance \.\/trimming\.mjs --seed \d+ --case \S+@namespace)/.exec(
        repeated.stdout,
      );
    const alone = await kist(place, (second?.[1] ?? "").split(" "));
    expect(alone.stdout).toMatch(/^FAILED names-and-values\/\S+@namespace: /m);
    expect(alone.stdout).toMatch(/0 passed, 1 failed/);
  });

  test("gives the report as JSON, of the seed and the rounds that were asked for", async () => {
    const place = await makeAuthor();
    await place.write("memory.mjs", harnessModule());
    const words = [
      "conformance",
      "memory.mjs",
      "--case",
      "limits/",
      "--seed",
      "42",
      "--rounds",
      "2",
    ];
    expect(await documentOf(place, words)).toMatchObject({
      kit: { name: "@keykist/conformance" },
      flavor: "memory",
      seed: 42,
      rounds: 2,
      conformant: true,
      counts: { failed: 0 },
    });
  });

  test("takes what a module exports by default, beside named harnesses", async () => {
    const place = await makeAuthor();
    await place.write(
      "default.mjs",
      `${harnessModule()}
       export const other = { flavor: "other", backend: "none", open: async () => { throw new Error(); } };
       export default harness;`,
    );
    const words = ["conformance", "default.mjs", "--case", "contract/get-revision"];
    expect(await documentOf(place, words)).toMatchObject({ flavor: "memory" });
  });

  test.each([
    ["a module that is not there", "none.mjs", [], 3, /there is no module/],
    ["a module without a harness", "none-in-it.mjs", [], 3, /none-in-it\.mjs exports no harness/],
    [
      "several harnesses",
      "two.mjs",
      [],
      3,
      /exports several harnesses: one, two; say which: .*#one/,
    ],
    ["a module that fails", "throws.mjs", [], 6, /throws\.mjs fails as it is loaded \(Error\)/],
    [
      "a harness that opens no backend",
      "unopened.mjs",
      [],
      6,
      /the harness of "acme" could not open a backend \(Error\); start what the harness's open\(\) needs/,
    ],
    ["a case that is none", "memory.mjs", ["--case", "nope/"], 2, /no case begins so/],
    [
      "a seed that is no number",
      "memory.mjs",
      ["--seed", "x"],
      2,
      /--seed is not valid: it is not a number/,
    ],
  ])("refuses %s", async (_what, source, options, exitCode, message) => {
    const place = await makeAuthor();
    await place.write("memory.mjs", harnessModule());
    await place.write("none-in-it.mjs", "export const x = 1;");
    await place.write(
      "two.mjs",
      "const open = async () => ({}); export const one = { flavor: 'a', backend: 'b', open }; export const two = { ...one };",
    );
    await place.write(
      "unopened.mjs",
      "export const harness = { flavor: 'acme', backend: 'b', open: async () => { throw new Error('hunter2'); } };",
    );
    await place.write("throws.mjs", "throw new Error('hunter2');");
    const ended = await kist(place, ["conformance", source, ...options]);
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: "" });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toContain("hunter2");
  });
});
