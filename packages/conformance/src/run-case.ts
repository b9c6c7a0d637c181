import assert from "node:assert/strict";
import type { SecretsManager } from "@keykist/core";
import type { CaseContext, ConformanceCase, Observation, Requirement } from "./conformance-case.ts";
import { closeManagers } from "./close-managers.ts";
import type { ConformanceHarness } from "./harness.ts";
import { openBackend } from "./open-backend.ts";
import { unmet } from "./requirements.ts";
import { idInRun } from "./runs/chosen-cases.ts";
import { PLAIN_RUN } from "./runs/conformance-run.ts";
import { derivedSeed, seededRandom } from "./scheduling/random.ts";

/** How one case ended. */
export type CaseOutcome =
  | { readonly kind: "passed" }
  /** `cause` is `assertion` where the contract is broken, `error` where the case could not be carried out. */
  | { readonly kind: "failed"; readonly cause: "assertion" | "error"; readonly error: unknown }
  | { readonly kind: "not run"; readonly unmet: readonly Requirement[] };

export interface RunCaseOptions {
  readonly seed: number;
  readonly rounds: number;
  /** The run that the case is in, so that it can say how it is run again. Default: the plain one. */
  readonly run?: string | undefined;
  /** Milliseconds after which a case that does not end is given up. Default: two minutes. */
  readonly patienceMs?: number | undefined;
  /** Told what the case saw in each run that its seed decided. */
  readonly onObservation?: ((observation: Observation) => void) | undefined;
}

/** Runs one case on a fresh backend. */
export async function runCase(
  conformanceCase: ConformanceCase,
  harness: ConformanceHarness,
  options: RunCaseOptions,
): Promise<CaseOutcome> {
  const { patienceMs = 120_000 } = options;
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`the case did not end within ${patienceMs} ms`));
  }, patienceMs);
  try {
    return await Promise.race([attempt(conformanceCase, harness, options), givenUp]);
  } catch (error) {
    return {
      kind: "failed",
      cause: error instanceof assert.AssertionError ? "assertion" : "error",
      error,
    };
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(
  conformanceCase: ConformanceCase,
  harness: ConformanceHarness,
  { seed, rounds, run = PLAIN_RUN, onObservation }: RunCaseOptions,
): Promise<CaseOutcome> {
  const backend = await openBackend(harness);
  const managers: SecretsManager[] = [];
  const track = (manager: SecretsManager): SecretsManager => {
    managers.push(manager);
    return manager;
  };
  try {
    const { capabilities } = track(await backend.manager({}, {}));
    const lacking = unmet(conformanceCase, { harness, backend, capabilities });
    if (lacking.length > 0) return { kind: "not run", unmet: lacking };
    const caseSeed = derivedSeed(seed, conformanceCase.id);
    const context: CaseContext = {
      harness,
      backend,
      capabilities,
      rounds,
      seed: caseSeed,
      random: seededRandom(caseSeed),
      manager: async (config = {}, managerOptions = {}) =>
        track(await backend.manager(config, managerOptions)),
      name: (hint) => `kc${caseSeed.toString(36)}-${hint}`,
      settle: async () => backend.settle?.(),
      again: againText(conformanceCase, { seed, rounds, run }),
      observe: (observation) => onObservation?.(observation),
    };
    await conformanceCase.run(context);
    return { kind: "passed" };
  } finally {
    await closeManagers(managers);
    await backend.close();
  }
}

/** How a case is run again, under a test runner and from the command line. */
function againText(
  { id }: ConformanceCase,
  {
    seed,
    rounds,
    run,
  }: Pick<Required<RunCaseOptions>, "seed" | "rounds"> & { readonly run: string },
): string {
  const more = rounds === 1 ? "" : ` --rounds ${rounds}`;
  return `KEYKIST_CONFORMANCE_SEED=${seed} npm test, or: kist conformance SOURCE --seed ${seed} --case ${idInRun(id, run)}${more}`;
}
