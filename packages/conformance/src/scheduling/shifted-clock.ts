import type { Clock } from "@keykist/core";

/** The machine's clock, put forward: time seems to pass, and waits are as long as ever. */
export interface ShiftedClock extends Clock {
  /** Puts the clock forward by so many milliseconds. */
  shift(milliseconds: number): void;
}

export function shiftedClock(): ShiftedClock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    schedule: (callback, milliseconds) => {
      const timer = setTimeout(callback, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
    shift: (milliseconds) => {
      offset += milliseconds;
    },
  };
}
