import { KeykistError } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { sampled } from "../../scheduling/sampled.ts";
import { stepsOf, trialOf } from "../../trial.ts";
import { crashed } from "../crash/crashed.ts";
import { crashPoints } from "../crash/crash-points.ts";
import { hurriedTrialOf } from "../faults/judged.ts";
import { refusableSteps, refusing } from "../refusals/refusing.ts";
import { type NativeOperation, nativeOperations } from "./native-operations.ts";
import {
  isFitAfterwards,
  isFitMeanwhile,
  isReadAs,
  isRightAfterNextWrite,
} from "./native-reads.ts";

/** Runs every operation that writes, and reads as others do when it has ended. */
export async function readAfterEachWrite(context: CaseContext): Promise<void> {
  for (const operation of nativeOperations(context)) {
    const { target, run } = await trialOf(context, operation, { label: "read" });
    const { before, after } = operation.change;
    await isReadAs(context, target.name, before, `before ${operation.operation}`);
    await succeeds(run(), operation.operation);
    await isReadAs(context, target.name, after, `after ${operation.operation}`);
  }
}

/** Reads as others do before every step of every operation that writes. */
export async function readAtEachStep(context: CaseContext): Promise<void> {
  for (const operation of nativeOperations(context)) {
    const looks: Promise<void>[] = [];
    // Known when the trial is prepared, before its first step.
    let name = "";
    const { target, run } = await trialOf(context, operation, {
      label: "steps",
      connects: "before",
      plan: (step, number) => {
        const what = `${operation.operation}, before step ${number} (${step.name})`;
        const look = isFitMeanwhile(context, name, operation, what);
        looks.push(look);
        // What the look found is the case's business: the step goes on in any case.
        const until = look.catch(() => undefined);
        return { kind: "delay", until, when: "before" };
      },
    });
    name = target.name;
    await succeeds(run(), operation.operation);
    await Promise.all(looks);
  }
}

/** Crashes every operation that writes at every step, and reads as others do. */
export async function readAfterCrashes(context: CaseContext): Promise<void> {
  const { random, rounds } = context;
  for (const operation of nativeOperations(context)) {
    const { length } = await stepsOf(context, operation, { label: "quiet", connects: "before" });
    for (const { step, when } of sampled(random, crashPoints(length), rounds)) {
      const label = `crash-${step}-${when}`;
      const crash = await crashed(context, operation, { step, when, connects: "before", label });
      try {
        await isFitAfterwards(context, crash.name, operation, crash.what);
        // A crash before a step is one after the step before it.
        if (when === "after") await isRightAfterNextWrite(context, crash.name, crash.what);
      } finally {
        crash.letGo();
      }
    }
  }
}

/** Refuses every operation that writes at every step, and reads as others do. */
export async function readAfterRefusals(context: CaseContext): Promise<void> {
  const { random, rounds } = context;
  for (const operation of nativeOperations(context)) {
    const quiet = await stepsOf(context, operation, { label: "quiet", connects: "before" });
    for (const first of sampled(random, refusableSteps(context, quiet), rounds)) {
      await readAfterRefusal(context, operation, first);
    }
  }
}

async function readAfterRefusal(
  context: CaseContext,
  operation: NativeOperation,
  first: number,
): Promise<void> {
  const what = `${operation.operation}, refused for good from step ${first}`;
  const { target, run } = await hurriedTrialOf(context, operation, {
    label: `refused-${first}`,
    plan: refusing(context, { first, steps: "that step" }),
  });
  const [end] = await Promise.allSettled([run()]);
  const { before, after } = operation.change;
  const isExact = context.capabilities.nativeReads === "exact";
  if (end.status === "fulfilled") {
    await isReadAs(context, target.name, after, `${what}, which succeeded`);
  } else if (isExact && isNotApplied(end.reason)) {
    await isReadAs(context, target.name, before, `${what}, reported as not_applied`);
  } else {
    await isFitAfterwards(context, target.name, operation, what);
  }
  await isRightAfterNextWrite(context, target.name, what);
}

function isNotApplied(error: unknown): boolean {
  return KeykistError.is(error) && error.outcome === "not_applied";
}
