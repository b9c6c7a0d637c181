import { median, quantile } from "./quantile.ts";
import { table } from "./table.ts";

/** Operations in one turn of one contestant. */
const TURN = 250;
const TURNS = 80;
/** Turns that are run first and not counted, until the compiler has settled. */
const WARM_UP = 20;

/** The same work, done by a manager and by the least code that could do it. */
export interface Contest {
  readonly name: string;
  /** Does operation number `index`, which counts up over all turns. */
  readonly manager: (index: number) => Promise<unknown>;
  readonly floor: (index: number) => Promise<unknown>;
}

/** Times each operation of one turn, one after the other; microseconds. */
async function turn(
  operation: (index: number) => Promise<unknown>,
  start: number,
  samples: number[],
): Promise<void> {
  for (let index = start; index < start + TURN; index += 1) {
    const started = performance.now();
    await operation(index);
    samples.push((performance.now() - started) * 1000);
  }
}

async function run(contest: Contest): Promise<readonly string[]> {
  const manager: number[] = [];
  const floor: number[] = [];
  const ratios: number[] = [];
  for (let number = 0; number < WARM_UP + TURNS; number += 1) {
    const mine: number[] = [];
    const least: number[] = [];
    await turn(contest.floor, number * TURN, least);
    await turn(contest.manager, number * TURN, mine);
    if (number < WARM_UP) continue;
    manager.push(...mine);
    floor.push(...least);
    ratios.push(median(mine) / median(least));
  }
  return [
    contest.name,
    microseconds(median(manager)),
    microseconds(quantile(manager, 0.99)),
    microseconds(median(floor)),
    microseconds(quantile(floor, 0.99)),
    `${median(ratios).toFixed(1)} x`,
  ];
}

/**
 * Runs contests one after the other; within each, manager and floor take turns.
 *
 * @returns a table with p50 and p99 of both, and the median of the ratios of each pair of turns
 */
export async function runContests(title: string, contests: readonly Contest[]): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const contest of contests) rows.push(await run(contest));
  const header = ["operation", "p50", "p99", "floor p50", "floor p99", "ratio p50"];
  return [`${title}, µs; n = ${TURN * TURNS} each, ${TURN} in turns`, table(header, rows)].join(
    "\n",
  );
}

function microseconds(value: number): string {
  return value.toFixed(2);
}
