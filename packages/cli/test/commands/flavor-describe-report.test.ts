import { mkdir, truncate } from "node:fs/promises";
import type { ConformanceReport } from "@keykist/conformance";
import { MemorySecretsManager } from "@keykist/core/memory";
import { describe, expect, test } from "vitest";
import { installSuite } from "../author.ts";
import { inPackage, makeInstalled, MANIFEST } from "../installed-flavor.ts";
import { documentOf, kist, succeed } from "../kist.ts";
import { flavorModule, installCore } from "../modules.ts";
import type { Place } from "../place.ts";
import { makeProject } from "../project.ts";

const passed = { id: "contract/update", run: "plain", group: "contract", title: "…" } as const;

/** A report as the suite makes it, of one case that passed, but for some changes. */
function report(changes: Partial<ConformanceReport> = {}): ConformanceReport {
  return {
    kit: { name: "@keykist/conformance", version: "0.4.2" },
    flavor: "acme",
    package: { name: "@acme/keykist", version: "1.2.3" },
    finishedAt: "2026-11-29T12:13:14.567Z",
    backend: "acme's emulator",
    capabilities: MemorySecretsManager.capabilities,
    seed: 7,
    rounds: 1,
    counts: { passed: 1, failed: 0, deviates: 0, stale: 0, "not run": 0 },
    deviations: [],
    cases: [{ ...passed, status: "passed" }],
    conformant: true,
    ...changes,
  };
}

const DEVIATING = report({
  counts: { passed: 0, failed: 0, deviates: 1, stale: 0, "not run": 0 },
  deviations: [{ case: passed.id, reason: "the backend folds case in ids" }],
  cases: [{ ...passed, status: "deviates", reason: "the backend folds case in ids" }],
});

const BROKEN = report({
  counts: { passed: 1, failed: 1, deviates: 0, stale: 0, "not run": 0 },
  cases: [
    { ...passed, status: "passed" },
    { ...passed, run: "namespace", status: "failed", message: "hunter2", cause: "assertion" },
  ],
  conformant: false,
});

/** What is shown of conformance, with a report beside the package. */
async function shownOf(written: unknown): Promise<string> {
  const place = await makeInstalled();
  await place.write(inPackage("conformance.json"), JSON.stringify(written));
  return shownAt(place);
}

async function shownAt(place: Place): Promise<string> {
  const shown = await succeed(place, ["flavor", "describe", "acme"]);
  return shown.slice(shown.search(/^.*onformance/m));
}

describe("the conformance report of a package", () => {
  test("is what kist conformance --json has printed, beside the package.json", async () => {
    const place = await makeProject({ flavors: { acme: "./src/main.mjs" } });
    await installCore(place);
    await installSuite(place);
    await place.write("package.json", JSON.stringify(MANIFEST));
    // Says only how modules are read.
    await place.write("src/package.json", '{ "type": "module" }');
    await place.write("src/main.mjs", flavorModule("acme"));
    await place.write(
      "test/harness.mjs",
      `import { MemoryStore } from "@keykist/core/memory";
       import { AcmeSecretsManager } from "../src/main.mjs";
       export const harness = {
         flavor: "acme",
         backend: "this process",
         open: async () => {
           const store = new MemoryStore();
           return {
             manager: (config, options) => new AcmeSecretsManager(config, { ...options, store }),
             close: async () => undefined,
           };
         },
       };`,
    );
    const words = ["conformance", "test/harness.mjs", "--case", "capabilities/"];
    const lines = await succeed(place, words);
    expect(lines).toMatch(
      /^@acme\/keykist 1\.2\.3, judged by @keykist\/conformance \d\S+, ended \d{4}-\S+Z$/m,
    );
    const printed = await succeed(place, [...words, "--json"]);
    await place.write("conformance.json", printed);

    const shown = await shownAt(place);
    expect(shown).toMatch(/^Conformance, as the package says$/m);
    expect(shown).toMatch(
      /^ {2}verdict +conformant: keeps the part of the contract that was tried$/m,
    );
    expect(shown).toMatch(/^ {2}part +only cases that begin with "capabilities\/"$/m);
    expect(shown).toMatch(/^ {2}cases +\d\d passed, 0 failed, 0 known deviations, \d+ not run$/m);
    expect(shown).toMatch(/^ {2}about +@acme\/keykist 1\.2\.3$/m);
    expect(shown).toMatch(/^ {2}kit +@keykist\/conformance \d/m);
    expect(shown).toMatch(/^ {2}backend +"this process"$/m);
    expect(shown).toMatch(/^ {2}to check +kist conformance HARNESS/m);
    expect(shown).not.toMatch(/FAILED|deviates|differs/);
    const finishedAt = String(Reflect.get(Object(JSON.parse(printed)), "finishedAt"));
    expect(shown).toContain(`ended     ${finishedAt.slice(0, 19)}Z`);
    expect(await documentOf(place, ["flavor", "describe", "acme"])).toMatchObject({
      conformance: {
        status: "reported",
        file: `${place.folder}/conformance.json`,
        finishedAt,
        conformant: true,
        package: { name: "@acme/keykist", version: "1.2.3" },
        only: ["capabilities/"],
        failed: [],
        deviations: [],
        differences: [],
      },
    });
  });

  test("is that of an installed package, and none of the project that has installed it", async () => {
    const place = await makeInstalled();
    await place.write("package.json", '{ "name": "shop", "version": "9.0.0" }');
    await place.write("conformance.json", JSON.stringify(report()));
    const at = `${place.folder}/${inPackage("conformance.json")}`;
    expect(await shownAt(place)).toBe(
      `No conformance report: there is no ${at}. Its authors make one: ` +
        "kist conformance HARNESS --json > conformance.json\n",
    );
    await place.write(inPackage("package.json"), '{ "exports": "./main.mjs" }');
    expect(await shownAt(place)).toMatch(/^No conformance report: it is in no package\. [^\n]+\n$/);
    const described = await documentOf(place, ["flavor", "describe", "acme"]);
    expect(described).toMatchObject({ conformance: { status: "none", file: null } });
  });

  test("says plainly that a flavor is not conformant, and which cases failed", async () => {
    const shown = await shownOf(BROKEN);
    expect(shown).toMatch(/^ {2}verdict +NOT CONFORMANT: does not keep the contract$/m);
    expect(shown).toMatch(/^ {2}cases +1 passed, 1 failed, 0 known deviations, 0 not run$/m);
    expect(shown).toMatch(/^ {2}FAILED +contract\/update@namespace$/m);
    expect(shown).not.toContain("hunter2");
  });

  test("says of a report without a case that was run that nothing was tried", async () => {
    const none = report({
      counts: { passed: 0, failed: 0, deviates: 0, stale: 0, "not run": 1 },
      cases: [{ ...passed, status: "not run" }],
    });
    expect(await shownOf(none)).toMatch(/^ {2}verdict +nothing was tried$/m);
  });

  test("says plainly what a flavor is known not to do, with the reason", async () => {
    const shown = await shownOf(DEVIATING);
    expect(shown).toMatch(/^ {2}verdict +conformant, but for known deviations: /m);
    expect(shown).toMatch(/^ {2}cases +0 passed, 0 failed, 1 known deviation, 0 not run$/m);
    expect(shown).toMatch(/^ {2}deviates +contract\/update: "the backend folds case in ids"$/m);
  });

  test.each([
    [
      "another version",
      { package: { name: "@acme/keykist", version: "1.0.0" } },
      'version: "1.0.0" in the report, "1.2.3" now',
    ],
    [
      "another package",
      { package: { name: "acme-fork", version: "1.2.3" } },
      'package: "acme-fork" in the report, "@acme/keykist" now',
    ],
    ["another flavor", { flavor: "acne" }, 'flavor: "acne" in the report, "acme" now'],
    [
      "another claim",
      { capabilities: { ...MemorySecretsManager.capabilities, history: "none" as const } },
      'history: "none" in the report, "full" now',
    ],
    [
      "another limit",
      {
        capabilities: {
          ...MemorySecretsManager.capabilities,
          limits: { ...MemorySecretsManager.capabilities.limits, keys: 3 },
        },
      },
      "limits.keys: 3 in the report, 10000 now",
    ],
  ])("says where it is about %s", async (_what, changes, line) => {
    const shown = await shownOf(report(changes));
    const differing = shown.split("\n").filter((one) => one.startsWith("  differs"));
    expect(differing).toEqual([`  differs   ${line}`]);
  });

  test("says where nobody knows which version it is about", async () => {
    const shown = await shownOf(report({ package: undefined }));
    expect(shown).toMatch(/^ {2}about +not said$/m);
    expect(shown).not.toContain("differs");
  });

  test("reaches the terminal as text only, and not at any length", async () => {
    const evil = "\u001b[2K\u009b2K\u202e\nverdict  conformant";
    const deviations = Array.from({ length: 1000 }, (_, number) => ({
      case: `contract/case-${number}`,
      reason: `${evil}${"x".repeat(1000)}`,
    }));
    const shown = await shownOf(report({ backend: evil, flavor: evil, only: [evil], deviations }));
    expect(shown.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    expect(shown.split("\n").filter((line) => /^ *verdict/.test(line))).toHaveLength(1);
    expect(shown).toMatch(/^ +and 980 more$/m);
    expect(shown.length).toBeLessThan(20_000);
  });

  const of = (changes: object): string => JSON.stringify({ ...report(), ...changes });
  test.each([
    ["is empty", "", "it is no JSON"],
    ["is no JSON", "{ hunter2", "it is no JSON"],
    ["is too large", of({ backend: "x".repeat(4 * 1024 * 1024) }), "it is too large"],
    ["is a list", "[]", "it is no report"],
    ["is deep", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "it is no report"],
    ["has no time", of({ finishedAt: undefined }), "it is no report: finishedAt is wrong"],
    ["has no such time", of({ finishedAt: "2026-02-30T25:00:00Z" }), "finishedAt is wrong"],
    ["is another kit's", of({ kit: { name: "hunter2", version: "1" } }), "kit.name is wrong"],
    [
      "has a status that is none",
      of({ cases: [{ ...passed, status: "hunter2" }] }),
      "cases.0.status",
    ],
    ["has an id that is none", of({ cases: [{ ...passed, id: "\u001b[2K/x" }] }), "cases.0.id"],
    [
      "has a count that is none",
      of({ counts: { ...report().counts, passed: -1 } }),
      "counts.passed",
    ],
    [
      "counts what it does not list",
      of({ counts: { ...report().counts, passed: 700 } }),
      "it contradicts itself: it counts other cases as passed than it lists",
    ],
    [
      "calls conformant what fails",
      JSON.stringify({ ...BROKEN, conformant: true }),
      "it contradicts itself: whether the contract is kept",
    ],
    [
      "keeps a deviation back",
      JSON.stringify({ ...DEVIATING, deviations: [] }),
      "it contradicts itself: a case deviates",
    ],
  ])(
    "is damaged where it %s, and the flavor is described all the same",
    async (_how, text, problem) => {
      const place = await makeInstalled();
      const file = await place.write(inPackage("conformance.json"), text);
      const shown = await shownAt(place);
      expect(shown).toMatch(/^The conformance report is damaged: [^\n]+\n$/);
      expect(shown).toContain(
        `${file}: ${problem.startsWith("it ") ? problem : "it is no report: "}`,
      );
      expect(shown).toContain(problem);
      expect(shown).not.toContain("hunter2");
      const described = await documentOf(place, ["flavor", "describe", "acme"]);
      expect(described).toMatchObject({
        name: "acme",
        conformance: {
          status: "damaged",
          file,
          problem: expect.stringContaining(problem) as unknown,
        },
      });
    },
  );

  test("is not read to its end where that would never come", async () => {
    const place = await makeInstalled();
    const file = await place.write(inPackage("conformance.json"), "");
    // Of zeros that take no room on the disk.
    await truncate(file, 64 * 1024 ** 3);
    expect(await shownAt(place)).toBe(
      `The conformance report is damaged: ${file}: it is too large\n`,
    );
  });

  test("is damaged where it is no file", async () => {
    const place = await makeInstalled();
    await mkdir(`${place.folder}/${inPackage("conformance.json")}`);
    const { exitCode, stdout, stderr } = await kist(place, ["flavor", "describe", "acme"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^The conformance report is damaged: .*: it is no plain file$/m);
  });
});
