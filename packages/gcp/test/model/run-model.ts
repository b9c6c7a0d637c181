import { setImmediate as nextTurn } from "node:timers/promises";
import { Findings } from "./findings.ts";
import { ModelRun } from "./model-run.ts";
import type { Protocol } from "./protocol.ts";

/** What many seeds came to. */
export interface ModelReport {
  readonly findings: Findings;
  /** How many seeds were run. */
  readonly seeds: number;
  /** The seeds whose runs found something. */
  readonly failed: readonly number[];
}

/** Runs that are under way at once, so that one turn of the event loop is one turn of each. */
const BESIDE_EACH_OTHER = 64;

/** Runs the model with `count` seeds from `first` on; ends early once `enough` says so. */
export async function runModel(
  protocol: Protocol,
  { first, count }: { readonly first: number; readonly count: number },
  enough: (findings: Findings) => boolean = () => false,
): Promise<ModelReport> {
  const findings = new Findings();
  const failed: number[] = [];
  let next = 0;
  const running = new Map<number, ModelRun>();
  while (next < count || running.size > 0) {
    while (next < count && running.size < BESIDE_EACH_OTHER && !enough(findings)) {
      running.set(first + next, new ModelRun(first + next, protocol));
      next += 1;
    }
    if (running.size === 0) break;
    // All that needs no turn has happened when the event loop comes by.
    await nextTurn();
    for (const [seed, run] of running) {
      if (run.step()) continue;
      running.delete(seed);
      findings.merge(run.findings);
      if (run.findings.total > 0) failed.push(seed);
    }
  }
  return { findings, seeds: next, failed };
}
