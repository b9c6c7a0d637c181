import type { BackOff, Call, StepOptions } from "./flavor-contract.ts";

/** A step that may be made more than once. */
export interface RetriedStep<T> extends StepOptions {
  /** The name of the step, as in {@link Call.step}. */
  readonly name: string;
  /** Makes the call to the backend. What it does has to be the same done once or several times. */
  readonly run: () => T | PromiseLike<T>;
  /** How often the step is made at most; 1 is no repetition. */
  readonly attempts: number;
  /** Whether this failure may pass if the step is made again: throttled, or out of reach for a moment. */
  readonly mayPass: (error: unknown) => boolean;
  /** Bounds of the waits between tries. */
  readonly backOff?: BackOff | undefined;
}

/**
 * Makes a step, and makes it again where it failed with what may pass: a bounded number of times, with
 * jittered waits, and within the time of the operation. For flavor authors, whose SDK is told not to
 * retry by itself: so every try is a step that is counted, aborted and observed.
 *
 * @example
 * ```ts
 * const answer = await retriedStep(call, {
 *   name: "GetSecretValue",
 *   run: () => client.send(command, { abortSignal: call.signal }),
 *   attempts: 6,
 *   mayPass: isThrottled,
 *   mutates: false,
 * });
 * ```
 *
 * @throws the error of the last try, or the one of the operation's end
 */
export async function retriedStep<T>(
  call: Pick<Call, "step" | "backOff">,
  step: RetriedStep<T>,
): Promise<T> {
  const { name, run, attempts, mayPass, backOff, mutates } = step;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call.step(name, run, { mutates });
    } catch (error) {
      if (attempt >= attempts || !mayPass(error)) throw error;
    }
    await call.backOff(attempt, backOff);
  }
}
