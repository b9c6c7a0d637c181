import type { CaseContext } from "../../conformance-case.ts";
import type { OperationUnderTest } from "../../operations-under-test.ts";
import { sampled } from "../../scheduling/sampled.ts";
import { stepsOf } from "../../trial.ts";
import { chosenOperations, hurriedTrialOf } from "../faults/judged.ts";
import { SeenFaults } from "../faults/seen-faults.ts";
import { isRefusedWell, withNeighbours } from "./judged.ts";
import { refusableSteps, type RefusedSteps, refusing } from "./refusing.ts";

/** Refuses the chosen operations at each of their steps in turn. */
export async function refusedAtEachStep(
  context: CaseContext,
  isChosen: (operation: OperationUnderTest) => boolean,
  steps: RefusedSteps = "that step",
): Promise<void> {
  const { random, rounds } = context;
  const { contents, operations } = chosenOperations(context, isChosen);
  const seen = new SeenFaults(context);
  for (const operation of operations) {
    const quiet = await stepsOf(context, operation, { label: "quiet", connects: "before" });
    for (const first of sampled(random, refusableSteps(context, quiet), rounds)) {
      const name = quiet[first - 1]?.name ?? "";
      const what = `${operation.operation}, refused for good from step ${first} (${name}): ${steps}`;
      const trial = await hurriedTrialOf(context, operation, {
        label: `refused-${first}`,
        plan: refusing(context, { first, steps }),
      });
      const neighbours = await withNeighbours(context, trial.target.name);
      const quietSteps = quiet.length;
      const end = await isRefusedWell(context, operation, { what, trial, quietSteps });
      await neighbours.areUntouched(what);
      seen.note(`${what} ${JSON.stringify(contents)}`, end);
    }
  }
  seen.tell();
}

/** Lets the server refuse each of its actions in turn to the chosen operations. */
export async function refusedByTheServer(
  context: CaseContext,
  isChosen: (operation: OperationUnderTest) => boolean,
): Promise<void> {
  const { backend, harness, random, rounds } = context;
  const { contents, operations } = chosenOperations(context, isChosen);
  const seen = new SeenFaults(context);
  for (const operation of operations) {
    const quiet = await stepsOf(context, operation, { label: "quiet", connects: "before" });
    const actions = [...(harness.refusableActions ?? []).entries()];
    for (const [index, action] of sampled(random, actions, rounds)) {
      const what = `${operation.operation}, refused ${action} by the server`;
      const trial = await hurriedTrialOf(context, operation, { label: `action-${index}` });
      const neighbours = await withNeighbours(context, trial.target.name);
      await backend.refuse?.([action]);
      const end = await isRefusedWell(context, operation, {
        what,
        trial,
        quietSteps: quiet.length,
        afterwards: async () => backend.refuse?.([]),
      });
      await neighbours.areUntouched(what);
      seen.note(`${what} ${JSON.stringify(contents)}`, end);
    }
  }
  seen.tell();
}
