import type { StepInterceptor } from "@keykist/core";

/**
 * Answers the steps that only look as they were answered before, up to the first that can change
 * something: as an eventual view does, which has not caught up.
 */
export class StaleReads {
  readonly #answers: unknown[] = [];
  #mode: "pass" | "record" | "replay" = "pass";

  /** From now on, what is looked at before the next change is kept. */
  record(): void {
    this.#mode = "record";
  }

  /** From now on, the next looks are answered with what was kept, until something is changed. */
  replay(): void {
    this.#mode = "replay";
  }

  readonly intercept: StepInterceptor = async (step, run) => {
    if (step.mutates) {
      this.#mode = "pass";
      return run();
    }
    if (this.#mode === "replay" && this.#answers.length > 0) {
      const [kept] = this.#answers.splice(0, 1);
      return ofTheSameStep(kept, run);
    }
    const answer = await run();
    if (this.#mode === "record") this.#answers.push(answer);
    return answer;
  };
}

// The overload states what nobody can check: steps of one operation, in one order, answer alike.
function ofTheSameStep<T>(kept: unknown, run: () => Promise<T>): T;
function ofTheSameStep(kept: unknown): unknown {
  return kept;
}
