import { Deviations } from "./deviations.ts";
import type { ConformanceHarness, Deviation } from "./harness.ts";
import { runCase, type CaseOutcome } from "./run-case.ts";
import { type CaseInRun, chosenCases, idInRun } from "./runs/chosen-cases.ts";
import { PLAIN_RUN } from "./runs/conformance-run.ts";
import { chosenSeed, type ConformanceOptions } from "./run-conformance.ts";

/** What a test function is given by vitest, `node:test` and others: a way to say that it was not run. */
export interface TestContext {
  skip?(reason?: string): unknown;
}

/** The two functions of a test runner that the suite needs. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: (context: TestContext) => Promise<void>) => unknown;
}

/**
 * Declares the whole suite as tests of whichever runner's `describe` and `it` are passed in: every case, again through a
 * namespace scope, and again through each layer that the harness names.
 *
 * @example
 * ```ts
 * import { describe, it } from "node:test";
 * conformanceTests({ describe, it }, harness);
 * ```
 */
export function conformanceTests(
  { describe, it }: TestRunner,
  harness: ConformanceHarness,
  options: Omit<ConformanceOptions, "onCase" | "package"> = {},
): void {
  const { rounds = 1 } = options;
  const seed = chosenSeed(options.seed);
  const deviations = new Deviations(harness);
  const declare = (each: CaseInRun): void => {
    const { conformanceCase, run } = each;
    const id = idInRun(conformanceCase.id, run.name);
    it(`${conformanceCase.title} [${id}]`, async (test) => {
      const how = { seed, rounds, run: run.name };
      const outcome = await runCase(conformanceCase, run.harness, how);
      const deviation = deviations.of(each);
      if (deviation === undefined) report(outcome, test);
      else reportDeviation(id, outcome, deviation, test);
    });
  };
  // The seed stands in the title, so that every runner prints it with a failure.
  describe(`keykist conformance of ${harness.flavor} (KEYKIST_CONFORMANCE_SEED=${seed})`, () => {
    const runs = Map.groupBy(chosenCases(harness, options.cases), ({ run }) => run.name);
    for (const [run, cases] of runs) {
      const groups = Map.groupBy(cases, ({ conformanceCase }) => conformanceCase.group);
      for (const [group, members] of groups) {
        describe(run === PLAIN_RUN ? group : `${group}, again through ${run}`, () => {
          members.forEach(declare);
        });
      }
    }
  });
}

function report(outcome: CaseOutcome, test: TestContext): void {
  if (outcome.kind === "failed") throw outcome.error;
  if (outcome.kind === "not run") test.skip?.(`needs: ${outcome.unmet.join(", ")}`);
}

function reportDeviation(
  id: string,
  outcome: CaseOutcome,
  { reason, flaky }: Deviation,
  test: TestContext,
): void {
  if (outcome.kind === "passed" && flaky !== true) {
    throw new Error(`${id} passes, but is listed as a deviation: take it off the list (${reason})`);
  }
  if (outcome.kind === "failed") test.skip?.(`deviates: ${reason}`);
  if (outcome.kind === "not run") report(outcome, test);
}
