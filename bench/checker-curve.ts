import { checkHistory, type RecordedOperation, seededRandom } from "@keykist/conformance";
import { atomicHistory } from "../packages/conformance/test/linearizability/atomic-secret.ts";
import { median } from "./quantile.ts";
import { table } from "./table.ts";

const LENGTHS = [100, 300, 1000];
const CLIENTS = [2, 8, 16];
/** Histories of each size. */
const HISTORIES = 5;
/** The part of the writes whose answers are lost. */
const LOST = 0.05;

/** A history with one read of an old state at its end, so that no order explains it. */
function stale(history: readonly RecordedOperation[]): readonly RecordedOperation[] {
  const reads = history.filter(({ answer }) => answer.kind === "shown");
  const last = reads.at(-1);
  const old = reads[Math.floor(reads.length / 2)];
  if (last === undefined || old === undefined) throw new Error("a history without reads");
  return history.with(history.indexOf(last), { ...last, answer: old.answer });
}

function milliseconds(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** How long the checker takes for one secret, by the length of its history and the clients at once. */
export function measureChecker(): string {
  const rows: (readonly string[])[] = [];
  for (const clients of CLIENTS) {
    for (const operations of LENGTHS) {
      const right: number[] = [];
      const wrong: number[] = [];
      for (let seed = 0; seed < HISTORIES; seed += 1) {
        const run = { clients, operations, lost: LOST, contents: 1_000_000 };
        const history = atomicHistory(seededRandom(seed), run);
        const wrongHistory = stale(history);
        right.push(milliseconds(() => decide(history, ["linearizable"])));
        // By chance the old state can be one that the read may show.
        wrong.push(milliseconds(() => decide(wrongHistory, ["not linearizable", "linearizable"])));
      }
      const cells = [right, wrong].flatMap((times) => [median(times), Math.max(...times)]);
      rows.push([String(clients), String(operations), ...cells.map((each) => each.toFixed(0))]);
    }
  }
  const header = ["clients", "operations", "right p50", "max", "wrong, made minimal p50", "max"];
  return `Checker of histories of one secret, ms; ${HISTORIES} histories each, ${100 * LOST} % of the writes without an answer\n${table(header, rows)}`;
}

function decide(history: readonly RecordedOperation[], expected: readonly string[]): void {
  const { kind } = checkHistory(history);
  if (!expected.includes(kind)) throw new Error(`the checker says ${kind}`);
}
