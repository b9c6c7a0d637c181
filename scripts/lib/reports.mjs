// How test results travel: every runner of a package's `test` script leaves one small file with
// its counts in the package's `.reports` folder. turbo keeps the folder with the task's other
// results, so the counts are there on a cache hit too, and scripts/test.mjs sums them.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { sum } from "./counts.mjs";

/**
 * @param {string} directory of a package
 * @returns {string}
 */
export function reportsFolder(directory) {
  return path.join(directory, ".reports");
}

/**
 * @param {string} file
 * @param {import("./counts.mjs").Counts} counts
 */
export function writeReport(file, counts) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(counts)}\n`);
}

/**
 * @param {string} directory of a package
 * @returns {import("./counts.mjs").Counts | undefined} undefined if there is no report
 */
export function readReports(directory) {
  const folder = reportsFolder(directory);
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  if (files.length === 0) return undefined;
  return sum(files.map((name) => readReport(path.join(folder, name))));
}

/**
 * @param {string} file
 * @returns {import("./counts.mjs").Counts}
 */
export function readReport(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
