import type { ConformanceCase } from "../conformance-case.ts";
import type { ConformanceHarness } from "../harness.ts";
import { type ConformanceRun, PLAIN_RUN, runsOf } from "./conformance-run.ts";

/** A case in one of the runs of a harness. */
export interface CaseInRun {
  readonly conformanceCase: ConformanceCase;
  readonly run: ConformanceRun;
}

/**
 * The cases that are run, in order, each in every run that has it.
 *
 * @param starts what the ids of the cases begin with, of all runs or, behind an `@`, of one: `crash/`,
 * `contract/register-get@namespace`, `@plain`. Default: all cases of all runs
 */
export function chosenCases(
  harness: ConformanceHarness,
  starts: readonly string[] = [""],
): readonly CaseInRun[] {
  return runsOf(harness).flatMap((run) =>
    run.cases
      .filter(({ id }) => starts.some((start) => isChosen(id, run.name, start)))
      .map((conformanceCase) => ({ conformanceCase, run })),
  );
}

function isChosen(id: string, run: string, start: string): boolean {
  const [idStart = "", ofRun = run] = start.split("@");
  return id.startsWith(idStart) && run === ofRun;
}

/** What a case in a run is called, so that it can be chosen: `crash/update`, or `crash/update@namespace` in another run than the plain one. */
export function idInRun(id: string, run: string): string {
  return run === PLAIN_RUN ? id : `${id}@${run}`;
}
