import { KeykistError } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import type { Random } from "../../scheduling/random.ts";
import { sampled } from "../../scheduling/sampled.ts";
import { stepsOf } from "../../trial.ts";
import { crashed } from "../crash/crashed.ts";
import { crashPoints } from "../crash/crash-points.ts";
import { hurriedTrialOf } from "../faults/judged.ts";
import { refusableSteps, refusing } from "../refusals/refusing.ts";
import { type NativeOperation, nativeOperations } from "./native-operations.ts";
import {
  areNamedByDoctor,
  isFitAfterwards,
  isReadAs,
  isRightAfterNextWrite,
  type Unsettled,
} from "./native-reads.ts";

/** Operations whose secrets a manager is asked to name. It may look long, and each seed begins with another operation. */
const ASKED = 3;

/** A write that was cut short, and looked at. */
interface CutShort extends Unsettled {
  /** Whether others read another value than keykist. */
  readonly isUnsettled: boolean;
  /** Ends what hangs. */
  readonly letGo: () => void;
  /** Whether the next write is tried, too. */
  readonly goesOn: boolean;
}

/** Crashes every operation that writes at every step, and reads as others do. */
export async function readAfterCrashes(context: CaseContext): Promise<void> {
  const { random, rounds } = context;
  const doctor = new Doctor(context);
  for (const operation of turned(random, nativeOperations(context))) {
    const { length } = await stepsOf(context, operation, { label: "quiet", connects: "before" });
    const points = sampled(random, crashPoints(length), rounds);
    await areSettledLater(
      context,
      { operation, doctor },
      points.map(({ step, when }) => async (): Promise<CutShort> => {
        const label = `crash-${step}-${when}`;
        const crash = await crashed(context, operation, { step, when, connects: "before", label });
        const { name, what, letGo } = crash;
        try {
          const isUnsettled = await isFitAfterwards(context, name, operation, what);
          // A crash before a step is one after the step before it.
          return { name, what, letGo, isUnsettled, goesOn: when === "after" };
        } catch (error) {
          letGo();
          throw error;
        }
      }),
    );
  }
}

/** Refuses every operation that writes at every step, and reads as others do. */
export async function readAfterRefusals(context: CaseContext): Promise<void> {
  const { random, rounds } = context;
  const doctor = new Doctor(context);
  for (const operation of turned(random, nativeOperations(context))) {
    const quiet = await stepsOf(context, operation, { label: "quiet", connects: "before" });
    const places = sampled(random, refusableSteps(context, quiet), rounds);
    await areSettledLater(
      context,
      { operation, doctor },
      places.map((first) => () => refused(context, operation, first)),
    );
  }
}

/** The list, begun somewhere else each time. */
function turned<T>(random: Random, all: readonly T[]): readonly T[] {
  const start = random.below(all.length);
  return [...all.slice(start), ...all.slice(0, start)];
}

/** Asks a manager to name secrets that others read wrongly, for a few operations of a case. */
class Doctor {
  readonly #context: CaseContext;
  readonly #asked = new Set<string>();

  constructor(context: CaseContext) {
    this.#context = context;
  }

  async names(operation: string, cuts: readonly CutShort[]): Promise<void> {
    const unsettled = cuts.filter(({ isUnsettled }) => isUnsettled);
    if (unsettled.length === 0 || this.#asked.has(operation) || this.#asked.size >= ASKED) return;
    this.#asked.add(operation);
    await areNamedByDoctor(this.#context, unsettled);
  }
}

/** Cuts writes of one operation short, has those named that others read wrongly, and goes on from each. */
async function areSettledLater(
  context: CaseContext,
  { operation: { operation }, doctor }: { readonly operation: NativeOperation; doctor: Doctor },
  cuts: readonly (() => Promise<CutShort>)[],
): Promise<void> {
  // The preparation of a deletion of all takes away what earlier ones have left.
  const together = operation !== "deleteAllSecrets";
  const open: CutShort[] = [];
  const goOn = async (): Promise<void> => {
    await doctor.names(operation, open);
    for (const { name, what, goesOn } of open)
      if (goesOn) await isRightAfterNextWrite(context, name, what);
  };
  try {
    for (const cut of cuts) {
      open.push(await cut());
      if (together) continue;
      await goOn();
      for (const { letGo } of open.splice(0)) letGo();
    }
    await goOn();
  } finally {
    for (const { letGo } of open) letGo();
  }
}

async function refused(
  context: CaseContext,
  operation: NativeOperation,
  first: number,
): Promise<CutShort> {
  const what = `${operation.operation}, refused for good from step ${first}`;
  const { target, run } = await hurriedTrialOf(context, operation, {
    label: `refused-${first}-`,
    plan: refusing(context, { first, steps: "that step" }),
  });
  const { name } = target;
  const [end] = await Promise.allSettled([run()]);
  const { before, after } = operation.change;
  const isExact = context.capabilities.nativeReads === "exact";
  let isUnsettled = false;
  if (end.status === "fulfilled") {
    await isReadAs(context, name, after, `${what}, which succeeded`);
  } else if (isExact && isNotApplied(end.reason)) {
    await isReadAs(context, name, before, `${what}, reported as not_applied`);
  } else {
    isUnsettled = await isFitAfterwards(context, name, operation, what);
  }
  return { name, what, isUnsettled, letGo: () => undefined, goesOn: true };
}

function isNotApplied(error: unknown): boolean {
  return KeykistError.is(error) && error.outcome === "not_applied";
}
