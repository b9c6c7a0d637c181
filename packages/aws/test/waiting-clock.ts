import type { Clock } from "@keykist/core";

/**
 * A clock whose time passes by waiting alone, and so many times as fast as the machine's: what waits for seconds waits
 * for milliseconds, and nothing is late because the machine is busy.
 */
export function waitingClock(times: number): Clock {
  let time = Date.now();
  return {
    now: () => time,
    schedule: (callback, milliseconds) => {
      const due = time + milliseconds;
      const timer = setTimeout(() => {
        time = Math.max(time, due);
        callback();
      }, milliseconds / times);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
