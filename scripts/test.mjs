// `npm test`: from a fresh clone to the result of every test in the workspace.
import { rmSync } from "node:fs";

import { ONE_FAILURE, format, sum } from "./lib/counts.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { readReports, reportsFolder } from "./lib/reports.mjs";
import { turbo } from "./lib/turbo.mjs";
import { members } from "./lib/workspace.mjs";

if (process.argv.length > 2) {
  console.error("npm test takes no arguments. For one package: npx pnpm --filter <name> test");
  process.exit(2);
}

await ensureInstalled();

// What a template's own script runs, as the package does that becomes of it, nobody counts: the package that brings the template tests it.
const tested = members().filter(({ manifest }) =>
  manifest.scripts?.["test"]?.includes("test-package.mjs"),
);
// What is there after the run was left by the run, or by turbo's cache in its place.
for (const { directory } of tested)
  rmSync(reportsFolder(directory), { recursive: true, force: true });

const exitCode = await turbo(["run", "test", "--continue=always", "--filter=!./templates/*"]);

const total = sum(
  tested.map(({ directory, manifest }) => {
    const counts = readReports(directory);
    if (counts !== undefined) return counts;
    console.error(`${manifest.name}: its tests ended without a report, which counts as a failure.`);
    return ONE_FAILURE;
  }),
);
console.log(`\n${format(verdict(total))}`);

/**
 * @param {import("./lib/counts.mjs").Counts} counts
 * @returns {import("./lib/counts.mjs").Counts}
 */
function verdict(counts) {
  let result = counts;
  if (counts.passed + counts.failed + counts.skipped === 0) {
    console.error("There are no tests, which counts as a failure.");
    result = sum([counts, ONE_FAILURE]);
  } else if (exitCode !== 0 && counts.failed === 0) {
    console.error(`turbo ended with exit code ${exitCode}, which counts as a failure.`);
    result = sum([counts, ONE_FAILURE]);
  }
  process.exitCode = result.failed > 0 ? 1 : 0;
  return result;
}
