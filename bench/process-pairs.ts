import { spawnSync } from "node:child_process";

/** A program as a whole process: what Node is given. */
export interface Run {
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** Runs Node as a whole process, and answers how long that took, in milliseconds. */
export function timedRun({ words, environment }: Run): number {
  const started = performance.now();
  const { status, error } = spawnSync(process.execPath, words, {
    stdio: "ignore",
    env: { ...process.env, ...environment },
  });
  const took = performance.now() - started;
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`node ${words.join(" ")} ended with exit code ${status}`);
  return took;
}

/** How long each of two programs took, pair by pair. */
export interface Pairs {
  readonly floor: readonly number[];
  readonly own: readonly number[];
}

/** Runs two programs in turns, so that what one process leaves behind helps and hinders both alike. */
export function timedPairs(floor: Run, own: Run, count: number): Pairs {
  const pairs = { floor: [] as number[], own: [] as number[] };
  timedRun(floor);
  timedRun(own);
  for (let pair = 0; pair < count; pair += 1) {
    if (pair % 2 === 0) pairs.floor.push(timedRun(floor));
    pairs.own.push(timedRun(own));
    if (pair % 2 === 1) pairs.floor.push(timedRun(floor));
  }
  return pairs;
}
