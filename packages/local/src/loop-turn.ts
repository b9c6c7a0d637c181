import { setImmediate as turn } from "node:timers/promises";

/** How long work on stores may go on without a turn of the event loop, in milliseconds. */
const LONGEST = 10;

/** When work began after the last turn; `undefined` right after one. Of all stores: the event loop is one. */
let since: number | undefined;

/**
 * Sees to it that the event loop gets its turns. Work on a store is synchronous, and what comes between is
 * microtasks: who awaits one operation after the other would hold up the timers, aborts and requests of the whole
 * process for as long.
 *
 * @returns what to wait for before more is done; nothing where the last turn was not long ago
 */
export function loopTurn(): Promise<void> | undefined {
  return isDue() ? waitForTurn() : undefined;
}

async function waitForTurn(): Promise<void> {
  // Many may have waited for the same turn: those before whom too much is done again wait for the next one.
  do await turn();
  while (isDue());
}

function isDue(): boolean {
  if (since !== undefined) return performance.now() - since >= LONGEST;
  since = performance.now();
  setImmediate(() => {
    since = undefined;
  });
  return false;
}
