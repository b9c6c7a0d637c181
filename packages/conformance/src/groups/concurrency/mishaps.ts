import type { StepInterceptor } from "@keykist/core";
import type { Random } from "../../scheduling/random.ts";

/** What a step meets instead of an answer. No flavor knows it. */
class NoAnswer extends Error {
  constructor() {
    super("the connection was lost");
    this.name = "NoAnswer";
  }
}

/** Lost answers are the most usual. */
const MISHAPS = ["lost", "lost", "refused", "aborted before", "aborted after"] as const;

/** The part of the changing steps that something happens to. */
const RATE = 0.3;

/**
 * What goes wrong between one manager and its backend: answers are lost, calls do not get through, and
 * its client loses patience before or after the backend has done what it was asked for.
 */
export class Mishaps {
  readonly #random: Random;
  #patience = new AbortController();

  constructor(random: Random) {
    this.#random = random;
  }

  /** The signal of the next operation, which ends it where its client loses patience. */
  next(): AbortSignal {
    this.#patience = new AbortController();
    return this.#patience.signal;
  }

  readonly intercept: StepInterceptor = async (step, run) => {
    if (!step.mutates || this.#random.next() >= RATE) return run();
    const patience = this.#patience;
    const mishap: (typeof MISHAPS)[number] = this.#random.pick(MISHAPS);
    switch (mishap) {
      case "lost":
        await run();
        throw new NoAnswer();
      case "refused":
        throw new NoAnswer();
      case "aborted before":
        patience.abort();
        return run();
      case "aborted after": {
        const answer = await run();
        patience.abort();
        return answer;
      }
    }
  };
}
