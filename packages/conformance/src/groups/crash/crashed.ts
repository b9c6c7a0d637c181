import type { CaseContext } from "../../conformance-case.ts";
import type { OperationUnderTest } from "../../operations-under-test.ts";
import { type SecretState, stateOf } from "../../secret-state.ts";
import { trialOf } from "../../trial.ts";

/** A manager that stopped in the midst of an operation, and what is left of it. */
export interface Crash {
  /** The operation and the place, for messages. */
  readonly what: string;
  readonly name: string;
  /** The state of the secret before the operation. */
  readonly before: SecretState;
  /** Ends what hangs: for when everything was looked at. */
  readonly letGo: () => void;
}

export interface CrashOptions {
  /** The step that the process ends at, counted from 1. */
  readonly step: number;
  /** Whether the step takes effect. */
  readonly when: "before" | "after";
  /** Whether the manager had connected before; if not, the steps of that are among those of the operation. */
  readonly connects: "before" | "later";
  /** Tells the crashes of one operation apart. */
  readonly label: string;
  /** Done when the secret is there, before the operation begins. */
  readonly beforehand?: ((name: string) => Promise<void>) | undefined;
}

/** Runs an operation until a step, as a process does that ends there; no later step is made. */
export async function crashed(
  context: CaseContext,
  operation: OperationUnderTest,
  { step, when, connects, label, beforehand }: CrashOptions,
): Promise<Crash> {
  const { control, manager, run, target } = await trialOf(context, operation, {
    label,
    connects,
    plan: (_step, number) => {
      if (number < step) return { kind: "pass" };
      return { kind: "stop", when: number === step ? when : "before" };
    },
  });
  await beforehand?.(target.name);
  const before = await stateOf(context, target.name);
  const controller = new AbortController();
  const ended = Promise.allSettled([run({ signal: controller.signal })]);
  await Promise.race([control.held, ended]);
  await context.backend.abandon?.(manager);
  const stepName = control.steps[step - 1]?.name ?? "none";
  return {
    what: `${operation.operation}, crashed ${when} step ${step} (${stepName})`,
    name: target.name,
    before,
    letGo: () => {
      controller.abort();
    },
  };
}
