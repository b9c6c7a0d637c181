import { median, quantile } from "./quantile.ts";
import { table } from "./table.ts";

/** How long a contest is. */
export interface ContestLength {
  /** Operations in one turn of one contestant. */
  readonly turn: number;
  readonly turns: number;
  /** Turns that are run first and not counted, until the compiler has settled. */
  readonly warmUp: number;
}

const USUAL: ContestLength = { turn: 250, turns: 80, warmUp: 20 };

/** The same work, done by a manager and by the least code that could do it. */
export interface Contest {
  readonly name: string;
  /** Does operation number `index`, which counts up over all turns. */
  readonly manager: (index: number) => Promise<unknown>;
  readonly floor: (index: number) => Promise<unknown>;
  /** The ratio that the design allows. */
  readonly budget?: number | undefined;
}

/** What a contest came to. */
export interface ContestResult {
  /** How long each operation took; microseconds. */
  readonly manager: readonly number[];
  readonly floor: readonly number[];
  /** Manager over floor: the median times of each pair of turns. */
  readonly timeRatios: readonly number[];
  /** Manager over floor: the CPU time that this process used in each pair of turns. */
  readonly cpuRatios: readonly number[];
}

interface Turn {
  /** Microseconds. */
  readonly samples: readonly number[];
  /** Microseconds of CPU, with all threads of this process. */
  readonly cpu: number;
}

/** Times each operation of one turn, one after the other. */
async function turn(
  operation: (index: number) => Promise<unknown>,
  start: number,
  length: number,
): Promise<Turn> {
  const samples: number[] = [];
  const before = process.cpuUsage();
  for (let index = start; index < start + length; index += 1) {
    const started = performance.now();
    await operation(index);
    samples.push((performance.now() - started) * 1000);
  }
  const { user, system } = process.cpuUsage(before);
  return { samples, cpu: user + system };
}

/** Runs one contest: manager and floor take turns. */
export async function takeTurns(
  { manager, floor }: Pick<Contest, "manager" | "floor">,
  { turn: each, turns, warmUp }: ContestLength,
): Promise<ContestResult> {
  const result = {
    manager: [] as number[],
    floor: [] as number[],
    timeRatios: [] as number[],
    cpuRatios: [] as number[],
  };
  for (let number = 0; number < warmUp + turns; number += 1) {
    const start = number * each;
    const least = await turn(floor, start, each);
    const mine = await turn(manager, start, each);
    if (number < warmUp) continue;
    result.manager.push(...mine.samples);
    result.floor.push(...least.samples);
    result.timeRatios.push(median(mine.samples) / median(least.samples));
    result.cpuRatios.push(mine.cpu / least.cpu);
  }
  return result;
}

async function run(contest: Contest, length: ContestLength): Promise<readonly string[]> {
  const { manager, floor, timeRatios } = await takeTurns(contest, length);
  return [
    contest.name,
    microseconds(median(manager)),
    microseconds(quantile(manager, 0.99)),
    microseconds(median(floor)),
    microseconds(quantile(floor, 0.99)),
    `${median(timeRatios).toFixed(1)} x`,
    contest.budget === undefined ? "" : `<= ${contest.budget} x`,
  ];
}

/**
 * Runs contests one after the other; within each, manager and floor take turns.
 *
 * @returns a table with p50 and p99 of both, and the median of the ratios of each pair of turns
 */
export async function runContests(
  title: string,
  contests: readonly Contest[],
  length: ContestLength = USUAL,
): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const contest of contests) rows.push(await run(contest, length));
  const header = ["operation", "p50", "p99", "floor p50", "floor p99", "ratio p50", "budget"];
  const { turn: each, turns } = length;
  return [`${title}, µs; n = ${each * turns} each, ${each} in turns`, table(header, rows)].join(
    "\n",
  );
}

function microseconds(value: number): string {
  return value.toFixed(2);
}
