import { expect, test } from "vitest";

import { trackedTextFiles } from "./tracked-files.ts";

const files = trackedTextFiles();

/** The files that match, each with the first match. */
function matches(pattern: RegExp): readonly string[] {
  return files.flatMap(({ file, text }) => {
    const match = pattern.exec(text);
    return match === null ? [] : [`${file}: ${match[0]}`];
  });
}

test("there are tracked files to look at", () => {
  expect(files.map(({ file }) => file)).toContain("package.json");
});

test("no file names a folder of one machine", () => {
  expect(matches(/(?<![\w.@~-])\/(?:work|root)\/[\w.-]+/)).toEqual([]);
});

// Which registry packages come from is the choice of whoever installs them.
test("no file names the host of a package registry", () => {
  const hosts = [
    /registry\.(?:\w+\.)*(?:org|com|io|dev)\b/,
    /npm\.pkg\.github\.com/,
    /\bjsr\.io\b/,
  ];
  expect(hosts.flatMap(matches)).toEqual([]);
});

test("every GitHub action is pinned by commit, with its version beside it", () => {
  const uses = files
    .filter(({ file }) => file.startsWith(".github/workflows/"))
    .flatMap(({ text }) => text.match(/uses:.*/g) ?? [])
    // A workflow of our own is of the same commit.
    .filter((line) => !line.startsWith("uses: ./.github/workflows/"));
  expect(uses.length).toBeGreaterThan(0);
  expect(
    uses.filter((line) => !/^uses: [\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(line)),
  ).toEqual([]);
});
