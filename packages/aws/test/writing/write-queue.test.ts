import { describe, expect, it } from "vitest";
import { WriteQueue } from "../../src/writing/write-queue.ts";

/** Work that waits until it is told to end, and notes when it began. */
function heldWork(
  begun: string[],
  name: string,
): { readonly work: () => Promise<string>; readonly end: () => void } {
  const held = Promise.withResolvers<string>();
  return {
    work: () => {
      begun.push(name);
      return held.promise;
    },
    end: () => {
      held.resolve(name);
    },
  };
}

/** Whatever can go on by itself has gone on. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

const { signal } = new AbortController();

describe("a write queue", () => {
  it("lets work under one key through in order, and that under others beside it", async () => {
    const queue = new WriteQueue();
    const begun: string[] = [];
    const first = heldWork(begun, "first");
    const second = heldWork(begun, "second");
    const other = heldWork(begun, "other");
    const answers = [
      queue.enter("a", signal, first.work),
      queue.enter("a", signal, second.work),
      queue.enter("b", signal, other.work),
    ];
    await settled();
    expect(begun).toEqual(["first", "other"]);
    first.end();
    await settled();
    expect(begun).toEqual(["first", "other", "second"]);
    second.end();
    other.end();
    expect(await Promise.all(answers)).toEqual(["first", "second", "other"]);
  });

  it("goes on after work that fails", async () => {
    const queue = new WriteQueue();
    const failing = queue.enter("a", signal, () => Promise.reject(new Error("no")));
    const next = queue.enter("a", signal, async () => "next");
    await expect(failing).rejects.toThrow("no");
    expect(await next).toBe("next");
  });

  it("goes on after work that hangs, once its operation is given up", async () => {
    const queue = new WriteQueue();
    const begun: string[] = [];
    const controller = new AbortController();
    const hanging = heldWork(begun, "hanging");
    void queue.enter("a", controller.signal, hanging.work);
    const next = queue.enter("a", signal, async () => "next");
    await settled();
    controller.abort();
    expect(await next).toBe("next");
    hanging.end();
  });

  it("lets nobody past work that runs because somebody between them gave up", async () => {
    const queue = new WriteQueue();
    const begun: string[] = [];
    const running = heldWork(begun, "running");
    const last = heldWork(begun, "last");
    const controller = new AbortController();
    const answers = [
      queue.enter("a", signal, running.work),
      queue.enter("a", controller.signal, () => Promise.reject(new Error("given up"))),
      queue.enter("a", signal, last.work),
    ];
    const ended = Promise.allSettled(answers);
    controller.abort();
    await settled();
    expect(begun).toEqual(["running"]);
    running.end();
    await settled();
    expect(begun).toEqual(["running", "last"]);
    last.end();
    const statuses = (await ended).map(({ status }) => status);
    expect(statuses).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});
