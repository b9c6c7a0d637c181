import { readFile } from "node:fs/promises";
import type { CaseReport, ConformanceReport, JudgedPackage } from "./conformance-report.ts";
import { Deviations } from "./deviations.ts";
import type { ConformanceHarness } from "./harness.ts";
import { openBackend } from "./open-backend.ts";
import { runCase } from "./run-case.ts";
import { chosenCases } from "./runs/chosen-cases.ts";

/** How a run of the suite is made. */
export interface ConformanceOptions {
  /** Repeats the random choices of an earlier run. Default: `KEYKIST_CONFORMANCE_SEED`, else a new one. */
  readonly seed?: number | undefined;
  /** How much of each property is tried; 1 is the usual amount. */
  readonly rounds?: number | undefined;
  /**
   * Only the cases whose id begins with one of these: `crash/`. In one run only, with the name of the run:
   * `crash/update@namespace`, `@plain`. Default: all, in every run.
   */
  readonly cases?: readonly string[] | undefined;
  /** The package that is judged, for the report: its version is what the report is about. */
  readonly package?: JudgedPackage | undefined;
  /** Told after each case of each run. */
  readonly onCase?: ((report: CaseReport) => void) | undefined;
}

/** The seed of a run: given, of the environment, or new. Below 2³². */
export function chosenSeed(given: number | undefined): number {
  const text = process.env["KEYKIST_CONFORMANCE_SEED"];
  const seed =
    given ?? (text === undefined || text === "" ? Math.random() * 0x1_0000_0000 : Number(text));
  if (!Number.isFinite(seed)) throw new TypeError("KEYKIST_CONFORMANCE_SEED is not a number");
  return Math.trunc(seed) >>> 0;
}

/**
 * Judges a flavor by the whole suite, without a test runner: every case, again through a namespace scope, and again through
 * each layer that the harness names.
 *
 * @throws KeykistError `INVALID_CONFIG` where the harness cannot open a backend
 * @example
 * ```ts
 * const report = await runConformance(harness);
 * if (!report.conformant) process.exitCode = 1;
 * ```
 */
export async function runConformance(
  harness: ConformanceHarness,
  options: ConformanceOptions = {},
): Promise<ConformanceReport> {
  const { rounds = 1, onCase } = options;
  const seed = chosenSeed(options.seed);
  const deviations = new Deviations(harness);
  // First, so that a harness that opens nothing fails once, and not in every case.
  const capabilities = await capabilitiesOf(harness);
  const cases: CaseReport[] = [];
  for (const each of chosenCases(harness, options.cases)) {
    const outcome = await runCase(each.conformanceCase, each.run.harness, {
      seed,
      rounds,
      run: each.run.name,
    });
    const report = deviations.judged(each, outcome);
    cases.push(report);
    onCase?.(report);
  }
  const count = (status: CaseReport["status"]): number =>
    cases.filter((each) => each.status === status).length;
  const counts = {
    passed: count("passed"),
    failed: count("failed"),
    deviates: count("deviates"),
    stale: count("stale"),
    "not run": count("not run"),
  };
  return {
    kit: { name: "@keykist/conformance", version: await kitVersion() },
    flavor: harness.flavor,
    ...(options.package !== undefined && { package: options.package }),
    finishedAt: new Date().toISOString(),
    backend: harness.backend,
    capabilities,
    seed,
    rounds,
    ...(options.cases !== undefined && { only: options.cases }),
    counts,
    deviations: deviations.all,
    cases,
    conformant: counts.failed === 0 && counts.stale === 0,
  };
}

async function capabilitiesOf(
  harness: ConformanceHarness,
): Promise<ConformanceReport["capabilities"]> {
  const backend = await openBackend(harness);
  try {
    const manager = await backend.manager({}, {});
    const { capabilities } = manager;
    await manager.close();
    return capabilities;
  } finally {
    await backend.close();
  }
}

async function kitVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(new URL("../package.json", import.meta.url), "utf8"),
  );
  const version: unknown = Reflect.get(Object(manifest), "version");
  return typeof version === "string" ? version : "unknown";
}
