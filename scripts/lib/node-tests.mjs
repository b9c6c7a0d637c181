import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { ONE_FAILURE, sum } from "./counts.mjs";
import { readReport } from "./reports.mjs";
import { run } from "./run.mjs";
import { root } from "./workspace.mjs";

/**
 * Runs test files with `node --test` and counts them. A run that fails without a failed test counts as one failure.
 *
 * @param {object} what
 * @param {string} what.node the executable
 * @param {readonly string[]} what.files
 * @param {string} what.folder to run them in
 * @param {string} what.report the file to leave the counts in
 * @param {Record<string, string>} what.env added to the environment
 * @returns {Promise<import("./counts.mjs").Counts>}
 */
export async function runNodeTests({ node, files, folder, report, env }) {
  const reporter = pathToFileURL(path.join(root, "scripts/lib/node-counts-reporter.mjs"));
  const exitCode = await run(
    node,
    [
      "--test",
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      `--test-reporter=${reporter.href}`,
      "--test-reporter-destination=stderr",
      ...files,
    ],
    { cwd: folder, env: { ...env, KEYKIST_REPORT: report } },
  );
  const counts = existsSync(report) ? [readReport(report)] : [];
  const failureWithoutTest = exitCode !== 0 && sum(counts).failed === 0;
  return sum(failureWithoutTest ? [...counts, ONE_FAILURE] : counts);
}
