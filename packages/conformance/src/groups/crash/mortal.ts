import type { StepInterceptor } from "@keykist/core";
import { Crashed } from "../../concurrent-clients/concurrent-run.ts";
import type { Random } from "../../scheduling/random.ts";

/** A process that ends at one of its steps, which is drawn: before the step takes effect, or after. */
export class Mortal {
  readonly #onlyWrites: boolean;
  readonly #when: "before" | "after";
  #stepsLeft: number;
  #isDead = false;
  readonly #died = Promise.withResolvers<void>();
  /** Lets go of what the process held, as the operating system does. */
  release: () => Promise<void> = async () => undefined;

  constructor(random: Random) {
    // Most steps are looks: half of the processes end in a write for sure.
    this.#onlyWrites = random.below(2) === 0;
    this.#when = random.below(2) === 0 ? "before" : "after";
    this.#stepsLeft = 1 + random.below(this.#onlyWrites ? 3 : 6);
  }

  /** Resolves when the process has ended. */
  get died(): Promise<void> {
    return this.#died.promise;
  }

  readonly intercept: StepInterceptor = async (step, run) => {
    if (this.#isDead) throw new Crashed();
    if (!step.mutates && this.#onlyWrites) return run();
    this.#stepsLeft -= 1;
    if (this.#stepsLeft > 0) return run();
    this.#isDead = true;
    // Whatever the step is answered, a refusal too, nobody hears of it.
    if (this.#when === "after") await Promise.allSettled([run()]);
    await this.release();
    this.#died.resolve();
    throw new Crashed();
  };
}
