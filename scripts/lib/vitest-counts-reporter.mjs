import { NO_TESTS, ONE_FAILURE, sum } from "./counts.mjs";
import { writeReport } from "./reports.mjs";

/** A vitest reporter that leaves the counts of a run in the file KEYKIST_REPORT. */
export default class VitestCountsReporter {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const counts = [...modules.map(countModule), ...unhandledErrors.map(() => ONE_FAILURE)];
    writeReport(process.env["KEYKIST_REPORT"] ?? "", sum(counts));
  }
}

/**
 * @param {import("vitest/node").TestModule} module
 * @returns {import("./counts.mjs").Counts}
 */
function countModule(module) {
  const counts = { ...NO_TESTS };
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === "passed") counts.passed += 1;
    else if (state === "failed") counts.failed += 1;
    else counts.skipped += 1;
  }
  // A file that cannot be loaded or a hook that throws is a failure without a test.
  for (const { length } of [module, ...module.children.allSuites()].map((one) => one.errors())) {
    if (length > 0) counts.failed += 1;
  }
  return counts;
}
