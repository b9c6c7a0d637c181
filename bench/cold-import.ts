import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "./installed-packages.ts";
import { timedPairs } from "./process-pairs.ts";
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

const empty = fileURLToPath(new URL("empty.mjs", import.meta.url));

function modulesIn(installed: (file: string) => string): readonly Module[] {
  return [
    { name: "empty module, again", file: empty, budget: undefined },
    { name: "@keykist/core", file: installed("core/dist/index.js"), budget: BUDGET },
    { name: "@keykist/core/memory", file: installed("core/dist/memory/index.js"), budget: BUDGET },
    { name: "@keykist/local", file: installed("local/dist/index.js"), budget: BUDGET },
    { name: "@keykist/aws", file: installed("aws/dist/index.js"), budget: BUDGET },
    { name: "@keykist/gcp", file: installed("gcp/dist/index.js"), budget: BUDGET },
    { name: "zod", file: fileURLToPath(import.meta.resolve("zod")), budget: undefined },
  ];
}

/**
 * Measures what loading the built modules adds to a process that does nothing else: every module is
 * run beside an empty one, in turns.
 *
 * @returns a table with minimum and median, and the median of the differences of each pair
 */
export function measureColdImports(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "keykist-import-"));
  try {
    return measure(modulesIn(installPackages(folder, ["core", "local", "aws", "gcp"])));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(modules: readonly Module[]): string {
  const rows = modules.map(({ name, file, budget }) => {
    const { floor, own } = timedPairs({ words: [empty] }, { words: [file] }, PAIRS);
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
