import type { Call } from "@keykist/core";
import { isBusy } from "./errors.ts";
import { loopTurn } from "./loop-turn.ts";

/** The part of a call that opening and waiting need. */
export type StoreCall = Pick<Call, "step" | "backOff">;

/**
 * The longest wait for a lock, at first and in the end, in milliseconds. Waits shorten with age: a lock is held for some
 * milliseconds, and who waited for long has to look more often than those who just came, or they overtake it.
 */
const FIRST_WAIT = 20;
const LAST_WAIT = 2;

/** Waits for a lock, about a quarter of a second, after which it is asked whether there are locks at all. */
const MANY_WAITS = 200;

/** A step that needs a lock. */
export interface LockingStep {
  readonly name: string;
  readonly mutates: boolean;
  /** Called once where the lock is held for long; may say that no waiting will help. */
  readonly onLongWait?: (() => Promise<void>) | undefined;
}

/** Makes one step again until no other process holds the lock that it needs. */
export async function retryWhileLocked<T>(
  call: StoreCall,
  step: LockingStep,
  run: () => T,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const turn = loopTurn();
    if (turn !== undefined) await turn;
    try {
      return await call.step(step.name, run, { mutates: step.mutates });
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (attempt === MANY_WAITS) await step.onLongWait?.();
      const cap = Math.max(LAST_WAIT, FIRST_WAIT / attempt);
      await call.backOff(attempt, { base: FIRST_WAIT, cap });
    }
  }
}
