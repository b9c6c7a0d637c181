import { setImmediate as turn } from "node:timers/promises";

/** The most items of one batch. */
const MOST = 500;

/**
 * Items in batches, as they come: what is there is handed on while the next page of a listing is on its way, and a
 * long listing is never held whole.
 */
export async function* batches<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[], void> {
  const iterator = items[Symbol.asyncIterator]();
  let batch: T[] = [];
  try {
    for (;;) {
      const next = iterator.next();
      if (batch.length >= MOST || (batch.length > 0 && (await isLate(next)))) {
        yield batch;
        batch = [];
      }
      const answer = await next;
      if (answer.done === true) break;
      batch.push(answer.value);
    }
    if (batch.length > 0) yield batch;
  } finally {
    // Ends the listing where nobody wants more of it.
    await iterator.return?.();
  }
}

/** Reports whether something takes longer than what is under way in the process already. */
function isLate(work: Promise<unknown>): Promise<boolean> {
  return Promise.race([
    work.then(
      () => false,
      () => false,
    ),
    turn(true),
  ]);
}
