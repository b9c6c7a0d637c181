import { conformanceCases } from "./cases.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import { deviationsOf } from "./deviations.ts";
import type { ConformanceHarness } from "./harness.ts";
import { runCase, type CaseOutcome } from "./run-case.ts";
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
 * Declares the whole suite as tests of whichever runner's `describe` and `it` are passed in.
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
  options: Omit<ConformanceOptions, "onCase"> = {},
): void {
  const { rounds = 1, cases: chosen } = options;
  const seed = chosenSeed(options.seed);
  const deviations = deviationsOf(harness);
  const cases = conformanceCases.filter(
    ({ id }) => chosen === undefined || chosen.some((start) => id.startsWith(start)),
  );
  // The seed stands in the title, so that every runner prints it with a failure.
  describe(`keykist conformance of ${harness.flavor} (KEYKIST_CONFORMANCE_SEED=${seed})`, () => {
    for (const [group, members] of Map.groupBy(cases, (each) => each.group)) {
      describe(group, () => {
        for (const conformanceCase of members) {
          const { id, title } = conformanceCase;
          it(`${title} [${id}]`, async (test) => {
            const outcome = await runCase(conformanceCase, harness, { seed, rounds });
            const deviation = deviations.get(id);
            if (deviation === undefined) report(outcome, test);
            else reportDeviation(conformanceCase, outcome, { ...deviation, test });
          });
        }
      });
    }
  });
}

function report(outcome: CaseOutcome, test: TestContext): void {
  if (outcome.kind === "failed") throw outcome.error;
  if (outcome.kind === "not run") test.skip?.(`needs: ${outcome.unmet.join(", ")}`);
}

function reportDeviation(
  { id }: ConformanceCase,
  outcome: CaseOutcome,
  {
    reason,
    flaky,
    test,
  }: { readonly reason: string; readonly flaky?: boolean | undefined; readonly test: TestContext },
): void {
  if (outcome.kind === "passed" && flaky !== true) {
    throw new Error(`${id} passes, but is listed as a deviation: take it off the list (${reason})`);
  }
  if (outcome.kind === "failed") test.skip?.(`deviates: ${reason}`);
  if (outcome.kind === "not run") report(outcome, test);
}
