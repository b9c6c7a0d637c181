import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { batches } from "./batches.ts";

/** Pages of a listing, the next of which takes its time. */
async function* pages(...sizes: readonly number[]): AsyncGenerator<number> {
  let next = 0;
  for (const size of sizes) {
    await wait(5);
    for (let count = 0; count < size; count += 1) {
      yield next;
      next += 1;
    }
  }
}

async function* failing(): AsyncGenerator<number> {
  yield 1;
  await wait(5);
  throw new Error("broken");
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("batches", () => {
  test("hands on a page while the next is on its way", async () => {
    expect(await all(batches(pages(2, 0, 3)))).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
  });

  test("cuts a long page, and loses nothing", async () => {
    const found = await all(batches(pages(1234)));
    expect(found.map(({ length }) => length)).toEqual([500, 500, 234]);
    expect(found.flat()).toEqual(Array.from({ length: 1234 }, (_, index) => index));
  });

  test("gives no batch where there is nothing", async () => {
    expect(await all(batches(pages(0)))).toEqual([]);
  });

  test("passes on a failure behind what came before it", async () => {
    const found: (readonly number[])[] = [];
    await expect(
      (async () => {
        for await (const batch of batches(failing())) found.push(batch);
      })(),
    ).rejects.toThrow("broken");
    expect(found).toEqual([[1]]);
  });

  test("ends the listing where nobody wants more of it", async () => {
    let ended = false;
    async function* endless(): AsyncGenerator<number> {
      try {
        for (let next = 0; ; next += 1) yield next;
      } finally {
        ended = true;
      }
    }
    for await (const batch of batches(endless())) {
      expect(batch).toHaveLength(500);
      break;
    }
    expect(ended).toBe(true);
  });
});
