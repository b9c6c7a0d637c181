import type { Step } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import type { StepAction } from "../../scheduling/step-control.ts";

/** Chooses what the backend refuses, once it has refused the first step. */
export type RefusedSteps =
  /** Every later step of the same name: one permission is missing. */
  | "that step"
  /** Also every later step that changes something: taking back is refused as well. */
  | "that step and later writes"
  /** Every later step, as if the credentials had been revoked. */
  | "everything from then on";

/** What {@link refusing} refuses, and from when on. */
export interface RefusalOptions {
  /** The number of the first step that is refused, counted from 1 over the whole operation. */
  readonly first: number;
  readonly steps: RefusedSteps;
}

/** Plans the refusal of an operation's steps, each with the error that the harness makes for it. */
export function refusing(
  { harness }: Pick<CaseContext, "harness">,
  { first, steps }: RefusalOptions,
): (step: Step, number: number) => StepAction {
  let refused: string | undefined;
  return (step, number) => {
    if (number === first) refused = step.name;
    const isRefused = number >= first && (number === first || isAlsoRefused(step, refused, steps));
    const error = isRefused ? harness.refusal?.(step.name) : undefined;
    return error === undefined ? { kind: "pass" } : { kind: "fail", error, when: "before" };
  };
}

function isAlsoRefused(step: Step, refused: string | undefined, steps: RefusedSteps): boolean {
  switch (steps) {
    case "that step":
      return step.name === refused;
    case "that step and later writes":
      return step.name === refused || step.mutates;
    case "everything from then on":
      return true;
  }
}

/** The numbers of the steps that the backend can refuse. */
export function refusableSteps(
  { harness }: Pick<CaseContext, "harness">,
  steps: readonly Step[],
): readonly number[] {
  return steps.flatMap(({ name }, index) =>
    harness.refusal?.(name) === undefined ? [] : [index + 1],
  );
}
