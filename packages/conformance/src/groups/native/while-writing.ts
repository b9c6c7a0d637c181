import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { trialOf } from "../../trial.ts";
import { nativeOperations } from "./native-operations.ts";
import { isFitMeanwhile, isReadAs } from "./native-reads.ts";

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
