import { conformanceCases } from "./cases.ts";
import type { CaseReport } from "./conformance-report.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import type { ConformanceHarness, Deviation } from "./harness.ts";
import type { CaseOutcome } from "./run-case.ts";

/**
 * The deviations of a harness by case id. A list that names no case, one case twice, or gives no
 * reason is refused: it would hide something.
 */
export function deviationsOf(harness: ConformanceHarness): ReadonlyMap<string, Deviation> {
  const known = new Set(conformanceCases.map(({ id }) => id));
  const deviations = new Map<string, Deviation>();
  for (const deviation of harness.deviations ?? []) {
    const { case: id, reason } = deviation;
    if (!known.has(id)) throw new TypeError(`deviation: there is no case ${JSON.stringify(id)}`);
    if (deviations.has(id))
      throw new TypeError(`deviation: the case ${JSON.stringify(id)} is listed twice`);
    if (reason.trim() === "")
      throw new TypeError(`deviation: the case ${JSON.stringify(id)} has no reason`);
    deviations.set(id, deviation);
  }
  return deviations;
}

/** What is said of a case, once what the harness says of it is taken into account. */
export function judged(
  { id, group, title }: ConformanceCase,
  outcome: CaseOutcome,
  deviation: Deviation | undefined,
): CaseReport {
  const about = { id, group, title };
  switch (outcome.kind) {
    case "not run":
      return { ...about, status: "not run", unmet: outcome.unmet };
    case "passed":
      return deviation === undefined || deviation.flaky === true
        ? { ...about, status: "passed" }
        : { ...about, status: "stale", reason: deviation.reason };
    case "failed": {
      const message =
        outcome.error instanceof Error
          ? outcome.error.message
          : "something that is no error was thrown";
      return deviation === undefined
        ? { ...about, status: "failed", cause: outcome.cause, message }
        : { ...about, status: "deviates", reason: deviation.reason, message };
    }
  }
}
