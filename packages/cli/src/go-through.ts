import { setImmediate as turn } from "node:timers/promises";
import { KeykistError } from "@keykist/core";
import { Interrupted } from "./interrupted.ts";

/**
 * Does the same with many things, one after the other, and goes on past failures; ends early where a person gives up.
 *
 * @param work is given each, and how many were before it
 * @returns what failed; where it was ended early, that first
 */
export async function goThrough<T>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T, index: number) => Promise<void>,
): Promise<readonly unknown[]> {
  const errors: unknown[] = [];
  for (const [index, item] of items.entries()) {
    // A store in a file answers at once: without this, nobody would notice that a person gives up.
    await turn();
    try {
      signal.throwIfAborted();
      await work(item, index);
    } catch (error) {
      // A person may also give up at a question that the manager asks.
      if (!signal.aborted && !KeykistError.is(error, "ABORTED")) {
        errors.push(error);
        continue;
      }
      const unclear = KeykistError.is(error) && error.outcome === "unknown" ? [error] : [];
      return [interruptedAfter(index, items.length), ...errors, ...unclear];
    }
  }
  return errors;
}

function interruptedAfter(index: number, total: number): Interrupted {
  return new Interrupted(total === 1 ? undefined : `interrupted after ${index} of ${total}`);
}
