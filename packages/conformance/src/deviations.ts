import type { CaseReport } from "./conformance-report.ts";
import type { ConformanceHarness, Deviation } from "./harness.ts";
import type { CaseOutcome } from "./run-case.ts";
import type { CaseInRun } from "./runs/chosen-cases.ts";
import { runsOf } from "./runs/conformance-run.ts";

/** What a harness says that its flavor is known not to do. */
export class Deviations {
  /** As the harness lists them. */
  readonly all: readonly Deviation[];
  readonly #byCase: ReadonlyMap<string, Deviation>;

  /**
   * @throws TypeError where the list names no case, one case twice, or gives no reason: it would hide something
   */
  constructor(harness: ConformanceHarness) {
    this.all = harness.deviations ?? [];
    const known = new Set(
      runsOf(harness).flatMap(({ name, cases }) =>
        cases.flatMap(({ id }) => [id, `${id}@${name}`]),
      ),
    );
    const byCase = new Map<string, Deviation>();
    for (const deviation of this.all) {
      const { case: id, reason } = deviation;
      const quoted = JSON.stringify(id);
      if (!known.has(id)) throw new TypeError(`deviation: there is no case ${quoted}`);
      if (byCase.has(id)) throw new TypeError(`deviation: the case ${quoted} is listed twice`);
      if (reason.trim() === "") throw new TypeError(`deviation: the case ${quoted} has no reason`);
      byCase.set(id, deviation);
    }
    this.#byCase = byCase;
  }

  /** The one that speaks of a case in this run, else the one that speaks of the case. */
  of({ conformanceCase: { id }, run }: CaseInRun): Deviation | undefined {
    return this.#byCase.get(`${id}@${run.name}`) ?? this.#byCase.get(id);
  }

  /** What is said of a case, once what the harness says of it is taken into account. */
  judged(caseInRun: CaseInRun, outcome: CaseOutcome): CaseReport {
    const { id, group, title } = caseInRun.conformanceCase;
    const about = { id, run: caseInRun.run.name, group, title };
    const deviation = this.of(caseInRun);
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
}
