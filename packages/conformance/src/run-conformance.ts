import { readFile } from "node:fs/promises";
import { conformanceCases } from "./cases.ts";
import { judged, deviationsOf } from "./deviations.ts";
import type { CaseReport, ConformanceReport } from "./conformance-report.ts";
import type { ConformanceHarness } from "./harness.ts";
import { runCase } from "./run-case.ts";

/** How a run of the suite is made. */
export interface ConformanceOptions {
  /** Repeats the random choices of an earlier run. Default: `KEYKIST_CONFORMANCE_SEED`, else a new one. */
  readonly seed?: number | undefined;
  /** How much of each property is tried; 1 is the usual amount. */
  readonly rounds?: number | undefined;
  /** Only the cases whose id begins with one of these. Default: all. */
  readonly cases?: readonly string[] | undefined;
  /** Told after each case. */
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
 * Judges a flavor by the whole suite, without a test runner.
 *
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
  const { rounds = 1, cases: chosen, onCase } = options;
  const seed = chosenSeed(options.seed);
  const deviations = deviationsOf(harness);
  const cases: CaseReport[] = [];
  for (const conformanceCase of conformanceCases) {
    if (chosen !== undefined && !chosen.some((start) => conformanceCase.id.startsWith(start)))
      continue;
    const outcome = await runCase(conformanceCase, harness, { seed, rounds });
    const report = judged(conformanceCase, outcome, deviations.get(conformanceCase.id));
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
    backend: harness.backend,
    capabilities: await capabilitiesOf(harness),
    seed,
    rounds,
    counts,
    deviations: [...deviations.values()],
    cases,
    conformant: counts.failed === 0 && counts.stale === 0,
  };
}

async function capabilitiesOf(
  harness: ConformanceHarness,
): Promise<ConformanceReport["capabilities"]> {
  const backend = await harness.open();
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
