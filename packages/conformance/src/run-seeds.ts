import { createHash } from "node:crypto";
import { conformanceCases } from "./cases.ts";
import type { ConformanceHarness } from "./harness.ts";
import { runCase } from "./run-case.ts";
import { chosenSeed } from "./run-conformance.ts";

/** The groups whose cases are decided by their seed, by what their ids begin with. */
export const SEEDED_GROUPS: readonly string[] = ["concurrency/", "crash/", "faults/", "refusals/"];

/** Which cases are run, and with how many seeds. */
export interface SeedsOptions {
  /** How many seeds: `first`, `first + 1`, … */
  readonly count: number;
  /** Default: `KEYKIST_CONFORMANCE_SEED`, else a new one. */
  readonly first?: number | undefined;
  /** Only the cases whose id begins with one of these: `["concurrency/"]`. */
  readonly cases: readonly string[];
  /** How much of each case is tried with each seed. Default 0.1, which is mostly one run. */
  readonly rounds?: number | undefined;
}

/** What many seeds of some cases came to. */
export interface SeedsReport {
  readonly first: number;
  readonly count: number;
  /** Seeds whose runs, taken together, went as no other seed's. */
  readonly distinctSeeds: number;
  /** Runs that the cases told of. */
  readonly runs: number;
  readonly distinctRuns: number;
  /** Runs of several clients at once. */
  readonly runsAtOnce: number;
  /** Runs in which two writes of one secret were under way at once. */
  readonly overlappingRuns: number;
  /** Seeds with such a run. */
  readonly overlappingSeeds: number;
  readonly conflicts: number;
  readonly retries: number;
  /** Writes that ended without saying whether they took effect. */
  readonly ambiguous: number;
  /** Operations that the backend refused for good. */
  readonly refused: number;
  /** Tries of a case that needs what the harness does not have. */
  readonly notRun: number;
  readonly failures: readonly SeedFailure[];
}

/** A case that failed with a seed. */
export interface SeedFailure {
  readonly seed: number;
  readonly case: string;
  readonly message: string;
}

/**
 * Runs some cases with one seed after the other, and counts what was tried: that nothing failed means
 * little where every seed did the same, or where nobody was in anybody's way.
 *
 * @example
 * ```ts
 * const report = await runSeeds(harness, { cases: ["concurrency/"], count: 1000 });
 * console.log(seedsText(report));
 * ```
 */
export async function runSeeds(
  harness: ConformanceHarness,
  { count, first: given, cases: groups, rounds = 0.1 }: SeedsOptions,
): Promise<SeedsReport> {
  const first = chosenSeed(given);
  const cases = conformanceCases.filter(({ id }) => groups.some((start) => id.startsWith(start)));
  const failures: SeedFailure[] = [];
  const seeds = new Set<string>();
  const histories = new Set<string>();
  const counts = {
    runs: 0,
    runsAtOnce: 0,
    overlappingRuns: 0,
    overlappingSeeds: 0,
    conflicts: 0,
    retries: 0,
    ambiguous: 0,
    refused: 0,
    notRun: 0,
  };
  for (let number = 0; number < count; number += 1) {
    const seed = (first + number) >>> 0;
    const whole = createHash("sha256");
    let overlaps = false;
    for (const conformanceCase of cases) {
      const outcome = await runCase(conformanceCase, harness, {
        seed,
        rounds,
        onObservation: ({
          history,
          atOnce,
          overlappingWrites,
          conflicts,
          retries,
          ...observed
        }) => {
          whole.update(history);
          histories.add(createHash("sha256").update(history).digest("base64url"));
          counts.runs += 1;
          counts.runsAtOnce += atOnce ? 1 : 0;
          overlaps ||= overlappingWrites;
          counts.overlappingRuns += overlappingWrites ? 1 : 0;
          counts.conflicts += conflicts;
          counts.retries += retries;
          counts.ambiguous += observed.ambiguous;
          counts.refused += observed.refused;
        },
      });
      counts.notRun += outcome.kind === "not run" ? 1 : 0;
      if (outcome.kind !== "failed") continue;
      const message =
        outcome.error instanceof Error ? outcome.error.message : "no error was thrown";
      failures.push({ seed, case: conformanceCase.id, message });
    }
    counts.overlappingSeeds += overlaps ? 1 : 0;
    seeds.add(whole.digest("base64url"));
  }
  const distinct = { distinctSeeds: seeds.size, distinctRuns: histories.size };
  return { first, count, ...distinct, ...counts, failures };
}

/** What many seeds came to, in one line. */
export function seedsText({ first, count, runs, ...report }: SeedsReport): string {
  const { runsAtOnce, overlappingRuns, overlappingSeeds } = report;
  const part = runsAtOnce === 0 ? 0 : Math.round((100 * overlappingRuns) / runsAtOnce);
  return [
    `${count} seeds from ${first}: ${report.distinctSeeds} went each its own way, ${overlappingSeeds} with overlapping writes to one secret`,
    `${runs} runs, ${report.distinctRuns} of them distinct, ${runsAtOnce} of several clients at once, ${part} % of those with overlapping writes`,
    `${report.conflicts} conflicts, ${report.retries} retries, ${report.ambiguous} ambiguous outcomes, ${report.refused} refusals`,
    `${report.failures.length} failures`,
  ].join("; ");
}

/**
 * What speaks against many seeds: their failures, and what they would have to have tried for "no failure" to mean anything.
 * Each seed has to go its own way, and some operation has to end without an answer or be refused for good. Where several clients were
 * at work at once, half of those runs have writes that overlap, and some write is refused or tried again. Cases that the harness cannot
 * run are no problem.
 *
 * @example
 * ```ts
 * expect(seedsProblems(await runSeeds(harness, { cases: ["crash/"], count: 100 }))).toEqual([]);
 * ```
 */
export function seedsProblems(report: SeedsReport): readonly string[] {
  const {
    count,
    distinctSeeds,
    ambiguous,
    refused,
    runsAtOnce,
    overlappingRuns,
    overlappingSeeds,
  } = report;
  const problems = report.failures.map(
    ({ seed, case: id, message }) => `seed ${seed} fails ${id}: ${message}`,
  );
  if (report.runs === 0 && report.notRun > 0) return problems;
  if (distinctSeeds < count) problems.push(`only ${distinctSeeds} of ${count} seeds differ`);
  if (ambiguous + refused === 0)
    problems.push("every write had its answer: no fault was in its way");
  if (runsAtOnce === 0) return problems;
  if (overlappingSeeds < count / 2 || overlappingRuns < runsAtOnce / 2)
    problems.push("in less than half of the runs two writes of one secret were under way at once");
  // Of the two, a few seeds of some groups show only one.
  if (report.conflicts + report.retries === 0) problems.push("no write was in another's way");
  return problems;
}
