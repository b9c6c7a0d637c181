import type { Call } from "@keykist/core";
import { isBusy } from "./errors.ts";

/** The part of a call that opening and waiting need. */
export type StoreCall = Pick<Call, "step" | "backOff">;

/**
 * The wait for a lock; it hardly grows. A write holds the lock for some milliseconds, and who waited for
 * long would look ever more seldom, and be overtaken by all that just came.
 */
const LOCK_WAIT = { base: 4, cap: 20 };

/** Waits for a lock, about a quarter of a second, after which it is asked whether there are locks at all. */
const MANY_WAITS = 100;

/** A step that needs a lock. */
export interface LockingStep {
  readonly name: string;
  readonly mutates: boolean;
  /** Called once where the lock is held for long; may say that no waiting will help. */
  readonly onLongWait?: (() => Promise<void>) | undefined;
}

/** Makes one step again until no other process holds the lock that it needs. */
export async function whenFree<T>(call: StoreCall, step: LockingStep, run: () => T): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call.step(step.name, run, { mutates: step.mutates });
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (attempt === MANY_WAITS) await step.onLongWait?.();
      await call.backOff(attempt, LOCK_WAIT);
    }
  }
}
