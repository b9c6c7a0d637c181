import type { Random } from "@keykist/conformance";

/** A call as it leaves a client. */
export interface SentCall {
  readonly name: string;
  readonly client: string;
  /** Counts the calls of this name to the server, from 1. */
  readonly number: number;
}

/** What goes wrong with one call, between client and server or in either of them. */
export type Fault =
  /** It fails, and had no effect: throttled, refused, unreachable. */
  | { readonly kind: "refuse"; readonly error: unknown }
  /** It takes effect, and then fails: the answer is lost. */
  | { readonly kind: "lose answer"; readonly error: unknown }
  /** It fails, and takes effect so many milliseconds after its client was told so. */
  | { readonly kind: "land late"; readonly error: unknown; readonly afterMs: number }
  /** It takes effect a second time, so many milliseconds later. Which of the answers counts; default the first. */
  | {
      readonly kind: "deliver twice";
      readonly afterMs: number;
      readonly answer?: "first" | "second" | undefined;
    }
  /** It arrives so many milliseconds later than it would. */
  | { readonly kind: "delay"; readonly ms: number }
  /** It is never answered, whether or not it takes effect. */
  | { readonly kind: "hang"; readonly when: "before" | "after" }
  /** Its client crashes, before it has sent the call or after it took effect. */
  | { readonly kind: "crash"; readonly when: "before" | "after" };

/** Decides what goes wrong with each call; mostly nothing. */
export type FaultPlan = (call: SentCall) => Fault | undefined;

/**
 * Faults at random.
 *
 * @example
 * ```ts
 * const faults = randomFaults(simulation.random("faults"), 0.1, [
 *   { kind: "lose answer", error: new ServiceError("UNAVAILABLE") },
 *   { kind: "deliver twice", afterMs: 20 },
 * ]);
 * ```
 *
 * @param rate the part of the calls that something goes wrong with
 */
export function randomFaults(
  random: Random,
  rate: number,
  faults: readonly [Fault, ...Fault[]],
): FaultPlan {
  return () => (random.next() < rate ? random.pick(faults) : undefined);
}
