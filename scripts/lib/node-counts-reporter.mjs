import { writeReport } from "./reports.mjs";

/**
 * A `node --test` reporter that leaves the counts of a run in the file KEYKIST_REPORT.
 *
 * @param {AsyncIterable<{ type: string, data: any }>} events
 */
export default async function* nodeCountsReporter(events) {
  for await (const { type, data } of events) {
    // There is one summary for each file, and one without a file for the whole run.
    if (type !== "test:summary" || data.file !== undefined) continue;
    const { passed, failed, cancelled, skipped, todo } = data.counts;
    writeReport(process.env["KEYKIST_REPORT"] ?? "", {
      passed,
      failed: failed + cancelled,
      skipped: skipped + todo,
    });
  }
  yield "";
}
