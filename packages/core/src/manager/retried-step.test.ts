import { describe, expect, it } from "vitest";
import type { BackOff, Call, StepOptions } from "./flavor-contract.ts";
import { retriedStep } from "./retried-step.ts";

/** A call that notes what it is asked for. */
function notedCall(): {
  readonly call: Pick<Call, "step" | "backOff">;
  readonly steps: [string, StepOptions | undefined][];
  readonly waits: [number, BackOff | undefined][];
} {
  const steps: [string, StepOptions | undefined][] = [];
  const waits: [number, BackOff | undefined][] = [];
  return {
    steps,
    waits,
    call: {
      step: async (name, run, options) => {
        steps.push([name, options]);
        return run();
      },
      backOff: async (attempt, bounds) => {
        waits.push([attempt, bounds]);
      },
    },
  };
}

/** Fails so many times, then answers. */
function failing(times: number): () => string {
  let made = 0;
  return () => {
    made += 1;
    if (made <= times) throw new Error(`failure ${made}`);
    return "answer";
  };
}

describe("a retried step", () => {
  it("is one step where it succeeds at once", async () => {
    const { call, steps, waits } = notedCall();
    const step = { name: "Get", run: failing(0), attempts: 3, mayPass: () => true, mutates: false };
    expect(await retriedStep(call, step)).toBe("answer");
    expect(steps).toEqual([["Get", { mutates: false }]]);
    expect(waits).toEqual([]);
  });

  it("is made again after a wait, where its failure may pass", async () => {
    const { call, steps, waits } = notedCall();
    const backOff = { base: 50, cap: 100 };
    const step = { name: "Get", run: failing(2), attempts: 3, mayPass: () => true, backOff };
    expect(await retriedStep(call, step)).toBe("answer");
    expect(steps).toHaveLength(3);
    expect(waits).toEqual([
      [1, backOff],
      [2, backOff],
    ]);
  });

  it("fails with the error of its last try, and does not wait after that", async () => {
    const { call, steps, waits } = notedCall();
    const step = { name: "Get", run: failing(5), attempts: 3, mayPass: () => true };
    await expect(retriedStep(call, step)).rejects.toThrow("failure 3");
    expect(steps).toHaveLength(3);
    expect(waits).toHaveLength(2);
  });

  it("is not made again where its failure does not pass", async () => {
    const { call, steps } = notedCall();
    const step = { name: "Get", run: failing(1), attempts: 3, mayPass: () => false };
    await expect(retriedStep(call, step)).rejects.toThrow("failure 1");
    expect(steps).toHaveLength(1);
  });

  it("ends with the operation, in the midst of a wait", async () => {
    const { call, steps } = notedCall();
    const stopped = { ...call, backOff: () => Promise.reject(new Error("the time is up")) };
    const step = { name: "Get", run: failing(1), attempts: 3, mayPass: () => true };
    await expect(retriedStep(stopped, step)).rejects.toThrow("the time is up");
    expect(steps).toHaveLength(1);
  });
});
