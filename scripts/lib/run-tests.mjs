import { rmSync } from "node:fs";

import { ONE_FAILURE, sum } from "./counts.mjs";
import { readReports, reportsFolder } from "./reports.mjs";
import { turbo } from "./turbo.mjs";
import { members } from "./workspace.mjs";

/**
 * @typedef {object} RunTestsOptions
 * @property {readonly string[]} [packages] their names; every package with tests if it is left out
 * @property {Record<string, string>} [env] added to the environment
 */

/**
 * Runs the tests of packages, and counts them.
 *
 * @param {RunTestsOptions} [options]
 * @returns {Promise<import("./counts.mjs").Counts>}
 */
export async function runTests({ packages, env } = {}) {
  // Nobody counts what a template's own script runs. The package that brings the template tests it.
  const tested = members().filter(
    ({ manifest }) =>
      manifest.scripts?.["test"]?.includes("test-package.mjs") &&
      (packages === undefined || packages.includes(manifest.name)),
  );
  // A report that exists after the run comes from the run, or from turbo's cache.
  for (const { directory } of tested)
    rmSync(reportsFolder(directory), { recursive: true, force: true });

  const filters =
    packages === undefined
      ? ["--filter=!./templates/*"]
      : packages.map((name) => `--filter=${name}`);
  const exitCode = await turbo(["run", "test", "--continue=always", ...filters], env);

  const total = sum(
    tested.map(({ directory, manifest }) => {
      const counts = readReports(directory);
      if (counts !== undefined) return counts;
      console.error(
        `${manifest.name}: its tests ended without a report, which counts as a failure.`,
      );
      return ONE_FAILURE;
    }),
  );
  if (total.passed + total.failed + total.skipped === 0) {
    console.error("There are no tests, which counts as a failure.");
    return sum([total, ONE_FAILURE]);
  }
  if (exitCode !== 0 && total.failed === 0) {
    console.error(`turbo ended with exit code ${exitCode}, which counts as a failure.`);
    return sum([total, ONE_FAILURE]);
  }
  return total;
}
