import { setTimeout } from "node:timers/promises";
import type { Call, Clock } from "@keykist/core";

const clock: Clock = {
  now: () => Date.now(),
  schedule: (callback, milliseconds) => {
    const timer = globalThis.setTimeout(callback, milliseconds);
    return () => {
      globalThis.clearTimeout(timer);
    };
  },
};

/** What reading needs of an operation, for whoever looks outside of one: nothing is written through it. */
export function lookingCall(signal: AbortSignal): Call {
  const call: Call = {
    operation: "describeSecret",
    signal,
    wanted: { keys: undefined, type: undefined, summaries: "full", owned: "owned" },
    clock,
    step: async (_name, run) => {
      signal.throwIfAborted();
      return run();
    },
    // A diagnosis is in keykist's own words: it shows no error's message.
    protect: () => undefined,
    item: () => call,
    backOff: async (attempt, { base = 20, cap = 2000 } = {}) => {
      await setTimeout(Math.min(cap, base * 2 ** (attempt - 1)), undefined, { signal });
    },
  };
  return call;
}
