import { describe, expect, it } from "vitest";
import { FakeClock } from "../../src/index.ts";

describe("FakeClock", () => {
  it("stands still until it is moved", async () => {
    const clock = new FakeClock();
    const start = clock.now();
    await clock.advance(1500);
    expect(clock.now() - start).toBe(1500);
  });

  it("rings alarms when they are due: not before, and in their order", async () => {
    const clock = new FakeClock();
    const rung: string[] = [];
    clock.schedule(() => rung.push("late"), 20);
    clock.schedule(() => rung.push("early"), 10);
    await clock.advance(9);
    expect(rung).toEqual([]);
    await clock.advance(1);
    expect(rung).toEqual(["early"]);
    await clock.advance(10);
    expect(rung).toEqual(["early", "late"]);
  });

  it("shows the time for which an alarm was set while it rings", async () => {
    const clock = new FakeClock();
    const start = clock.now();
    const times: number[] = [];
    clock.schedule(() => times.push(clock.now() - start), 10);
    await clock.advance(100);
    expect(times).toEqual([10]);
  });

  it("rings what an alarm sets, where that is due within the same move", async () => {
    const clock = new FakeClock();
    const rung: string[] = [];
    clock.schedule(() => {
      clock.schedule(() => rung.push("second"), 10);
    }, 10);
    await clock.advance(20);
    expect(rung).toEqual(["second"]);
  });

  it("lets what an alarm sets off happen before the next one rings", async () => {
    const clock = new FakeClock();
    const happened: string[] = [];
    clock.schedule(() => {
      void Promise.resolve().then(() => happened.push("consequence"));
    }, 10);
    clock.schedule(() => happened.push("next"), 20);
    await clock.advance(20);
    expect(happened).toEqual(["consequence", "next"]);
  });

  it("knows how many alarms are set, and none that were cancelled or have rung", async () => {
    const clock = new FakeClock();
    const cancel = clock.schedule(() => undefined, 10);
    clock.schedule(() => undefined, 10);
    expect(clock.pending).toBe(2);
    cancel();
    expect(clock.pending).toBe(1);
    await clock.advance(10);
    expect(clock.pending).toBe(0);
  });
});
