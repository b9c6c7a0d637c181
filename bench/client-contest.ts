import { type ContestLength, takeTurns } from "./contest.ts";
import { median, quantile } from "./quantile.ts";
import { table } from "./table.ts";

/** A manager beside what people use without one, both calling the same server. */
export interface ClientContest {
  readonly name: string;
  /** What is beside it, and what that does. */
  readonly beside: string;
  /** Does operation number `index`, which counts up over all turns. */
  readonly manager: (index: number) => Promise<unknown>;
  readonly raw: (index: number) => Promise<unknown>;
  readonly length: ContestLength;
  /** What the medians of both ratios may come to. */
  readonly budget?: ClientBudget | undefined;
}

export interface ClientBudget {
  readonly time: number;
  readonly cpu: number;
}

const HEADER = [
  "operation",
  "beside",
  "calls",
  "p50",
  "raw p50",
  "time p10",
  "p50",
  "p90",
  "CPU p10",
  "p50",
  "p90",
  "budget time, CPU",
  "",
];

/**
 * Runs contests one after the other; within each, manager and raw client take turns.
 *
 * @param calls how many calls the server has had so far
 * @returns a table with the calls of one operation of each side, the median times, and quantiles of the ratios of each
 *   pair of turns
 */
export async function runClientContests(
  title: string,
  contests: readonly ClientContest[],
  calls: () => Promise<number>,
): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const contest of contests) rows.push(await run(contest, calls));
  return `${title}, ms, and ratios of time and CPU\n${table(HEADER, rows)}`;
}

async function run(
  { name, beside, manager, raw, length, budget }: ClientContest,
  calls: () => Promise<number>,
): Promise<readonly string[]> {
  const result = await takeTurns({ manager, floor: raw }, length);
  const after = (length.warmUp + length.turns) * length.turn;
  const counts: number[] = [];
  for (const operation of [manager, raw]) {
    const before = await calls();
    await operation(after);
    counts.push((await calls()) - before);
  }
  return [
    name,
    beside,
    counts.join(" / "),
    milliseconds(result.manager),
    milliseconds(result.floor),
    ...quantiles(result.timeRatios),
    ...quantiles(result.cpuRatios),
    budget === undefined ? "" : `<= ${budget.time} x, ${budget.cpu} x`,
    budget === undefined
      ? ""
      : verdict(median(result.timeRatios) <= budget.time && median(result.cpuRatios) <= budget.cpu),
  ];
}

/** Whether a budget holds, in a word. */
export function verdict(holds: boolean): string {
  return holds ? "holds" : "EXCEEDED";
}

function quantiles(ratios: readonly number[]): readonly string[] {
  return [0.1, 0.5, 0.9].map((part) => quantile(ratios, part).toFixed(2));
}

function milliseconds(samples: readonly number[]): string {
  return (median(samples) / 1000).toFixed(2);
}
