// Rehearses a release, in copies of the repository: `repository/test/rehearsal`. Its last line counts the tests.
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { ONE_FAILURE, format, sum } from "./lib/counts.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { WORKSPACE_NODE } from "./lib/node.mjs";
import { readReport } from "./lib/reports.mjs";
import { run } from "./lib/run.mjs";
import { root } from "./lib/workspace.mjs";

const tests = path.join(root, "repository/test/rehearsal");
const folder = mkdtempSync(path.join(tmpdir(), "keykist-rehearsal-"));
const report = path.join(folder, "report.json");
try {
  await ensureInstalled();
  const reporter = pathToFileURL(path.join(root, "scripts/lib/node-counts-reporter.mjs"));
  const exitCode = await run(
    WORKSPACE_NODE,
    [
      "--test",
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      `--test-reporter=${reporter.href}`,
      "--test-reporter-destination=stderr",
      ...readdirSync(tests)
        .filter((file) => file.endsWith(".rehearsal.ts"))
        .map((file) => path.join(tests, file)),
    ],
    { env: { KEYKIST_REPORT: report } },
  );
  const counts = existsSync(report) ? [readReport(report)] : [];
  const total = sum(exitCode !== 0 && sum(counts).failed === 0 ? [...counts, ONE_FAILURE] : counts);
  console.log(`\n${format(total)}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
