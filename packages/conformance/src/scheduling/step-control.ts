import type { Step, StepInterceptor } from "@keykist/core";

/** What is done to one step. */
export type StepAction =
  /** The step is made as usual. */
  | { readonly kind: "pass" }
  /** The step fails, before it takes effect or after. */
  | { readonly kind: "fail"; readonly error: unknown; readonly when: "before" | "after" }
  /** The step is made twice; the second answer counts. */
  | { readonly kind: "repeat" }
  /** The step never ends: it stops before it takes effect, or after. */
  | { readonly kind: "stop"; readonly when: "before" | "after" }
  /** The step fails at once, and takes effect when a promise resolves: the call was on its way. */
  | { readonly kind: "late"; readonly error: unknown; readonly until: Promise<void> }
  /** The step waits for a promise before it takes effect, or after. */
  | { readonly kind: "delay"; readonly until: Promise<void>; readonly when: "before" | "after" };

/** Decides what is done to each step. */
export type StepPlan = (step: Step) => StepAction;

const pass: StepAction = { kind: "pass" };

/**
 * Stands behind `call.step`: records every step of the managers it is given to, and does to them
 * what the plan says.
 *
 * @example
 * ```ts
 * const control = new StepControl();
 * const manager = await context.manager({}, { interceptStep: control.intercept });
 * control.plan = (step) => (step.number === 2 ? { kind: "stop", when: "after" } : { kind: "pass" });
 * ```
 */
export class StepControl {
  /** All steps so far, in the order in which they began. */
  readonly steps: Step[] = [];
  plan: StepPlan = () => pass;
  readonly #held = Promise.withResolvers<void>();

  /** Resolves when the first step is held: stopped, or waiting for the promise that it was delayed by. */
  get held(): Promise<void> {
    return this.#held.promise;
  }

  readonly intercept: StepInterceptor = async (step, run) => {
    this.steps.push(step);
    const action = this.plan(step);
    switch (action.kind) {
      case "pass":
        return run();
      case "fail":
        if (action.when === "after") await run();
        throw action.error;
      case "late":
        // Nobody waits for the answer any more, whatever it is.
        action.until.then(run).catch(() => undefined);
        throw action.error;
      case "repeat":
        await run();
        return run();
      case "stop":
        if (action.when === "after") await run();
        this.#held.resolve();
        return never();
      case "delay": {
        if (action.when === "before") {
          this.#held.resolve();
          await action.until;
          return run();
        }
        const answer = await run();
        this.#held.resolve();
        await action.until;
        return answer;
      }
    }
  };
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}
