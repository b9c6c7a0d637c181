import type { Clock } from "@keykist/core";

/** A clock that runs so many times as fast as the machine's: what waits for seconds waits for milliseconds. */
export function fastClock(times: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * times,
    schedule: (callback, milliseconds) => {
      const timer = setTimeout(callback, milliseconds / times);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
