// A package's `test` script. Runs, in the package's folder, `**/*.test.ts` with vitest and
// `test/**/*.node-test.ts` or `.mjs` with `node --test`. With arguments, which go to vitest, only
// vitest runs.
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { NO_TESTS, ONE_FAILURE, sum } from "./lib/counts.mjs";
import { WORKSPACE_NODE } from "./lib/node.mjs";
import { readReport, reportsFolder, writeReport } from "./lib/reports.mjs";
import { run } from "./lib/run.mjs";
import { root } from "./lib/workspace.mjs";

const directory = process.cwd();
const vitestArguments = process.argv.slice(2);
rmSync(reportsFolder(directory), { recursive: true, force: true });

await test("vitest", [
  path.join(root, "node_modules/vitest/vitest.mjs"),
  "run",
  `--config=${path.join(root, "vitest.config.ts")}`,
  `--root=${directory}`,
  "--passWithNoTests",
  "--reporter=default",
  `--reporter=${path.join(root, "scripts/lib/vitest-counts-reporter.mjs")}`,
  ...vitestArguments,
]);

const nodeTests = findNodeTests();
if (nodeTests.length > 0 && vitestArguments.length === 0) {
  const countsReporter = pathToFileURL(path.join(root, "scripts/lib/node-counts-reporter.mjs"));
  await test("node", [
    "--test",
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    `--test-reporter=${countsReporter.href}`,
    "--test-reporter-destination=stderr",
    ...nodeTests,
  ]);
}

/** @returns {string[]} */
function findNodeTests() {
  const folder = path.join(directory, "test");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.node-test\.(?:ts|mjs)$/.test(file))
    .map((file) => path.join("test", file));
}

/**
 * Runs one test runner, and sees to it that a failure is in its report.
 *
 * @param {string} runner
 * @param {readonly string[]} args
 */
async function test(runner, args) {
  const report = path.join(reportsFolder(directory), `${runner}.json`);
  const env = { KEYKIST_REPORT: report };
  const exitCode = await run(WORKSPACE_NODE, args, { cwd: directory, env });
  const counts = existsSync(report) ? readReport(report) : undefined;
  if (counts !== undefined && exitCode === 0) return;
  process.exitCode = 1;
  if (counts !== undefined && counts.failed > 0) return;
  console.error(`${runner} ended with exit code ${exitCode}: counted as a failure.`);
  writeReport(report, sum([counts ?? NO_TESTS, ONE_FAILURE]));
}
