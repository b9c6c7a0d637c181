import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { format, parse, sum } from "../../scripts/lib/counts.mjs";
import { SUPPORTED_NODES } from "../../scripts/lib/packed-nodes.mjs";
import { publicMembers, root } from "../../scripts/lib/workspace.mjs";
import { manifests } from "./manifests.ts";
import { trackedTextFiles } from "./tracked-files.ts";

describe("the scripts", () => {
  const scripts = trackedTextFiles().filter(({ file }) => /^scripts\/.*\.mjs$/.test(file));

  test.each(scripts)("$file imports only what a fresh clone has", ({ text }) => {
    const imported = [...text.matchAll(/^(?:import|export)\b[^;]*? from "([^"]+)"/gm)].map(
      ([, specifier = ""]) => specifier,
    );
    const others = imported.filter((specifier) => !specifier.startsWith("."));
    expect(others.filter((specifier) => !isBuiltin(specifier))).toEqual([]);
  });
});

describe("the line with the counts", () => {
  test("names skipped tests only where there are any", () => {
    expect(format({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
    expect(format({ passed: 3, failed: 1, skipped: 2 })).toBe("3 passed, 1 failed, 2 skipped");
  });

  test.each([
    { passed: 0, failed: 0, skipped: 0 },
    { passed: 12, failed: 3, skipped: 4 },
  ])("reads back as $passed, $failed and $skipped", (counts) => {
    expect(parse(format(counts))).toEqual(counts);
  });

  test("is not any other line", () => {
    expect(parse("all 3 passed, 0 failed")).toBeUndefined();
    expect(parse("")).toBeUndefined();
  });

  test("sums up", () => {
    const total = sum([
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ]);
    expect(total).toEqual({ passed: 11, failed: 22, skipped: 33 });
    expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});

describe("the packed tests", () => {
  test("start at the oldest Node that the packages accept", () => {
    const accepted = manifests().map(({ manifest }) => manifest.engines);
    const oldest = SUPPORTED_NODES[0]?.replace(/\.0$/, "");
    expect(new Set(accepted.map((engines) => JSON.stringify(engines)))).toEqual(
      new Set([JSON.stringify({ node: `>=${oldest}` })]),
    );
  });

  test("include the Node of the workspace", () => {
    const ours = readFileSync(path.join(root, ".node-version"), "utf8").trim();
    expect(SUPPORTED_NODES).toContain(ours);
    expect(readFileSync(path.join(root, "pnpm-workspace.yaml"), "utf8")).toContain(
      `nodeVersion: ${ours}`,
    );
  });
});

test("the packages that are released are found", () => {
  expect(publicMembers().map(({ manifest }) => manifest.name)).toContain("@keykist/core");
});
