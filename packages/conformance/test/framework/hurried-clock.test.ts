import { describe, expect, it } from "vitest";
import { settled } from "../../src/scheduling/fake-clock.ts";
import { HurriedClock } from "../../src/scheduling/hurried-clock.ts";

describe("HurriedClock", () => {
  it("ends a wait at once, and counts it", async () => {
    const clock = new HurriedClock(1000);
    const before = clock.now();
    await new Promise<void>((resolve) => {
      clock.schedule(resolve, 400);
    });
    expect(clock.elapsed).toBe(400);
    expect(clock.now() - before).toBe(400);
  });

  it("rings a limit when the waits have added up to it, not before", async () => {
    const clock = new HurriedClock(1000);
    let isOver = false;
    clock.schedule(() => {
      isOver = true;
    }, 1000);
    const wait = (): Promise<void> =>
      new Promise((resolve) => {
        clock.schedule(resolve, 600);
      });
    await wait();
    expect(isOver).toBe(false);
    await wait();
    expect(isOver).toBe(true);
  });

  it("does not ring what was cancelled", async () => {
    const clock = new HurriedClock(1000);
    let rings = 0;
    const cancel = clock.schedule(() => {
      rings += 1;
    }, 10);
    cancel();
    await settled();
    expect(rings).toBe(0);
    expect(clock.elapsed).toBe(0);
  });
});
