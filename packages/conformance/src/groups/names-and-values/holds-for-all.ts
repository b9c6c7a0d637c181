import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { CaseContext } from "../../conformance-case.ts";

/** How many samples a property is tried with, in a run of the usual amount. */
const SAMPLES = 25;
/** Tries to make a sample that failed smaller. More would be many calls, where the backend is far away. */
const SHRINKS = 100;

/**
 * Checks a promise for many samples. `check` is given each sample with a number that no other has, for
 * names. On failure a smaller sample that fails too is looked for, and the message says how to repeat it.
 */
export async function holdsForAll<Sample>(
  { seed, rounds }: Pick<CaseContext, "seed" | "rounds">,
  samples: fc.Arbitrary<Sample>,
  check: (sample: Sample, number: number) => Promise<void>,
): Promise<void> {
  let tries = 0;
  let triesAfterFailure = 0;
  const property = fc.asyncProperty(samples, async (sample) => {
    if (triesAfterFailure > SHRINKS) return;
    tries += 1;
    if (triesAfterFailure > 0) triesAfterFailure += 1;
    try {
      await check(sample, tries);
    } catch (error) {
      triesAfterFailure = Math.max(triesAfterFailure, 1);
      throw error;
    }
  });
  // Rounded: fast-check counts down to nothing, which a part of a sample goes past.
  const details = await fc.check(property, { seed, numRuns: Math.ceil(SAMPLES * rounds) });
  if (!details.failed) return;
  const { errorInstance: error, counterexample, counterexamplePath: path } = details;
  const reason = error instanceof Error ? error.message : "something that is no error was thrown";
  const message = `${reason}\nsample: ${fc.stringify(counterexample)}\nfast-check: seed ${seed}, path ${JSON.stringify(path)}`;
  if (error instanceof assert.AssertionError) assert.fail(message);
  throw new Error(message, { cause: error });
}
