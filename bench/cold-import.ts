import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { median } from "./quantile.ts";
import { table } from "./table.ts";

/** Pairs of each module with the empty one. */
const PAIRS = 60;
/** Milliseconds above an empty module: the design's budget for core and for each flavor. */
const BUDGET = 15;

interface Module {
  readonly name: string;
  readonly file: string;
  readonly budget: number | undefined;
}

const built = (file: string): string =>
  fileURLToPath(new URL(`../packages/core/dist/${file}`, import.meta.url));

const empty = fileURLToPath(new URL("empty.mjs", import.meta.url));

const modules: readonly Module[] = [
  { name: "empty module, again", file: empty, budget: undefined },
  { name: "@keykist/core", file: built("index.js"), budget: BUDGET },
  { name: "@keykist/core/memory", file: built("memory/index.js"), budget: BUDGET },
  { name: "zod", file: fileURLToPath(import.meta.resolve("zod")), budget: undefined },
];

/** Runs a module as a whole process, and answers how long that took, in milliseconds. */
function coldRun(file: string): number {
  const started = performance.now();
  const { status, error } = spawnSync(process.execPath, [file], { stdio: "ignore" });
  const took = performance.now() - started;
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${file} ended with exit code ${status}`);
  return took;
}

/**
 * Measures what loading the built modules adds to a process that does nothing else: every module is
 * run beside an empty one, in turns.
 *
 * @returns a table with minimum and median, and the median of the differences of each pair
 */
export function measureColdImports(): string {
  const missing = modules.find(({ file }) => !existsSync(file));
  if (missing !== undefined) {
    throw new Error(`${missing.name} is not built: npx pnpm --filter @keykist/core build`);
  }
  for (const { file } of modules) coldRun(file);

  const rows = modules.map(({ name, file, budget }) => {
    const floor: number[] = [];
    const own: number[] = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      // Who goes first changes, so that what one process leaves behind helps and hinders both alike.
      if (pair % 2 === 0) floor.push(coldRun(empty));
      own.push(coldRun(file));
      if (pair % 2 === 1) floor.push(coldRun(empty));
    }
    const above = own.map((time, pair) => time - (floor[pair] ?? 0));
    return [
      name,
      milliseconds(Math.min(...floor)),
      milliseconds(median(floor)),
      milliseconds(Math.min(...own)),
      milliseconds(median(own)),
      milliseconds(median(above)),
      budget === undefined ? "" : `<= ${budget}`,
    ];
  });
  const header = ["module", "empty min", "empty p50", "min", "p50", "above empty", "budget"];
  return [
    `Cold import of the build, whole processes, ms; ${PAIRS} pairs each, in turns`,
    table(header, rows),
  ].join("\n");
}

function milliseconds(value: number): string {
  return value.toFixed(1);
}
