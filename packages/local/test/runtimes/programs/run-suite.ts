import { runConformance } from "@keykist/conformance";
import { IN_MEMORY, localHarness } from "../../local-harness.ts";

// Runs the suite on local stores and prints how many cases passed, and which failed. Arguments: the cases to run.

const cases = process.argv.slice(2);
const report = await runConformance(
  localHarness({ folder: IN_MEMORY }),
  cases.length === 0 ? {} : { cases },
);
const failed = report.cases
  .filter(({ status }) => status === "failed" || status === "stale")
  .map(({ id, run, message, reason }) => `${id}@${run}: ${message ?? reason ?? ""}`);
process.stdout.write(JSON.stringify({ passed: report.counts.passed, failed }));
