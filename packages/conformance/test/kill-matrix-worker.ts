import { parentPort, workerData } from "node:worker_threads";
import { chosenCases, idInRun, PLAIN_RUN } from "../src/index.ts";
import { runCase } from "../src/run-case.ts";
import { saboteurs } from "./saboteurs/index.ts";
import type { Saboteur } from "./saboteurs/saboteur.ts";

/** What a worker of the matrix is told: which saboteurs, and whether every case is tried on them. */
export interface MatrixWork {
  readonly saboteurs: readonly number[];
  readonly cases: "all" | "own group";
  readonly seed: number;
}

/** What a worker found of one saboteur. */
export interface MatrixRow {
  readonly saboteur: number;
  /** The cases that it fails, with the run where it is not the plain one, and how. */
  readonly failed: readonly (readonly [id: string, cause: "assertion" | "error"])[];
}

// A saboteur must be caught by the amount that everybody runs, so no more of each property is tried.
const rounds = 1;

// Nobody reads where the hundreds of thousands of errors of a whole matrix were thrown; it takes a tenth of the time.
Error.stackTraceLimit = 1;

const post = parentPort?.postMessage.bind(parentPort);

function tell(row: MatrixRow): void {
  post?.(row);
}

/** The cases that a saboteur fails, of those that are tried on it. */
async function failures(
  { harness, breaks }: Saboteur,
  { cases, seed }: MatrixWork,
): Promise<MatrixRow["failed"]> {
  const group = breaks.slice(0, breaks.indexOf("/") + 1);
  const start = cases === "all" ? "" : group;
  // What breaks in another run has to pass the plain one; what breaks in that is not tried again.
  const starts = [breaks.includes("@") ? start : `${start}@${PLAIN_RUN}`];
  const failed: (readonly [string, "assertion" | "error"])[] = [];
  for (const { conformanceCase, run } of chosenCases(harness, starts)) {
    const outcome = await runCase(conformanceCase, run.harness, { seed, rounds, run: run.name });
    if (outcome.kind !== "failed") continue;
    failed.push([idInRun(conformanceCase.id, run.name), outcome.cause]);
  }
  return failed;
}

async function work(task: MatrixWork): Promise<void> {
  for (const index of task.saboteurs) {
    const saboteur = saboteurs[index];
    if (saboteur === undefined) continue;
    const row: MatrixRow = { saboteur: index, failed: await failures(saboteur, task) };
    tell(row);
  }
}

function isWork(value: unknown): value is MatrixWork {
  return typeof value === "object" && value !== null && "saboteurs" in value;
}

const told: unknown = workerData;
if (isWork(told)) await work(told);
