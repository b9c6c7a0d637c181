import type { Step, StepInterceptor } from "./flavor-contract.ts";

export interface MutationsOptions {
  /** Called when a step that can change the backend begins, and when it is known to have changed nothing. */
  readonly onMutation?: ((difference: 1 | -1) => void) | undefined;
  /** Reports whether the flavor says that the step that failed with this error changed nothing. */
  readonly isNotApplied: (error: unknown) => boolean;
  /** Reports whether the operation was stopped, which also makes its interceptors fail. */
  readonly isStopped: () => boolean;
}

/** Counts the steps of one operation that have, or may have, changed the backend. */
export class Mutations {
  readonly #options: MutationsOptions;
  #count = 0;

  constructor(options: MutationsOptions) {
    this.#options = options;
  }

  /** Reports whether the backend may have been changed. */
  get any(): boolean {
    return this.#count > 0;
  }

  add(difference: 1 | -1): void {
    this.#count += difference;
    this.#options.onMutation?.(difference);
  }

  /** Runs a step that can change the backend. It is not counted if the flavor knows that it failed without effect. */
  async run<T>(run: () => T | PromiseLike<T>): Promise<T> {
    this.add(1);
    try {
      return await run();
    } catch (error) {
      if (this.#options.isNotApplied(error)) this.add(-1);
      throw error;
    }
  }

  /**
   * Runs a step behind an interceptor. An error that the interceptor throws in place of the step counts as an
   * error of the backend. One that it throws after the step leaves the outcome open: the response was lost.
   */
  async intercept<T>(
    intercept: StepInterceptor,
    step: Step,
    run: () => T | PromiseLike<T>,
  ): Promise<T> {
    let begun = false;
    try {
      return await intercept(step, async () => {
        begun = true;
        return run();
      });
    } catch (error) {
      const isInjected = !begun && !this.#options.isStopped();
      if (step.mutates && isInjected && !this.#options.isNotApplied(error)) this.add(1);
      throw error;
    }
  }
}
