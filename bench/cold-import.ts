import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
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

const empty = fileURLToPath(new URL("empty.mjs", import.meta.url));

/** The built packages as they are installed: in the workspace, they would import each other's sources. */
function install(folder: string): void {
  for (const name of ["core", "local"]) {
    const from = path.join(import.meta.dirname, "../packages", name);
    const to = path.join(folder, "node_modules/@keykist", name);
    if (!existsSync(path.join(from, "dist"))) {
      throw new Error(`@keykist/${name} is not built: npx pnpm build`);
    }
    cpSync(path.join(from, "dist"), path.join(to, "dist"), { recursive: true });
    const entries = name === "core" ? { "./memory": "./dist/memory/index.js" } : {};
    const exports = { ".": "./dist/index.js", ...entries };
    writeFileSync(path.join(to, "package.json"), JSON.stringify({ type: "module", exports }));
  }
}

function modulesIn(folder: string): readonly Module[] {
  const installed = (file: string): string => path.join(folder, "node_modules/@keykist", file);
  return [
    { name: "empty module, again", file: empty, budget: undefined },
    { name: "@keykist/core", file: installed("core/dist/index.js"), budget: BUDGET },
    { name: "@keykist/core/memory", file: installed("core/dist/memory/index.js"), budget: BUDGET },
    { name: "@keykist/local", file: installed("local/dist/index.js"), budget: BUDGET },
    { name: "zod", file: fileURLToPath(import.meta.resolve("zod")), budget: undefined },
  ];
}

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
  const folder = mkdtempSync(path.join(tmpdir(), "keykist-import-"));
  try {
    install(folder);
    return measure(modulesIn(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(modules: readonly Module[]): string {
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
