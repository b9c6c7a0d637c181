import type { Clock, SecretsManagerConfig, SecretsManagerOptions } from "@keykist/core";

/** The `timeoutMs` of a manager whose configuration has none. */
const TIMEOUT = 30_000;

/**
 * A clock whose time passes by waiting alone, and so many times as fast as the machine's: what waits for seconds waits
 * for milliseconds, and nothing is late because the machine is busy.
 */
function waitingClock(times: number): Clock {
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

/** What a manager is made with. */
export interface Making {
  readonly config: Partial<SecretsManagerConfig>;
  readonly options: SecretsManagerOptions;
}

/**
 * Makes managers wait so many times less than they would, where the suite has given them no clock: what a crash has left need not be
 * waited out. The time that operations are allowed stays what it is.
 */
export function shortWaits(times: number): (making: Making) => Making {
  const clock = waitingClock(times);
  return ({ config, options }) => {
    if (options.clock !== undefined) return { config, options };
    const { timeoutMs = TIMEOUT } = config;
    return {
      config: { ...config, timeoutMs: timeoutMs * times },
      options: { ...options, clock },
    };
  };
}
