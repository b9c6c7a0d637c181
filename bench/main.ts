/** Prints every figure from one run. Fails where something does not work, never for a figure. */
import { availableParallelism, cpus } from "node:os";
import { measureColdImports } from "./cold-import.ts";
import { measureChecker } from "./checker-curve.ts";
import { runContests } from "./contest.ts";
import { installedSize } from "./installed-size.ts";
import { measureKistStart } from "./kist-start.ts";
import { measureLocal } from "./local-contests.ts";
import { memoryContests } from "./memory-contests.ts";

const print = (text: string): void => {
  process.stdout.write(`${text}\n\n`);
};

const cpu = cpus()[0]?.model.trim() ?? "unknown CPU";
print(
  `${cpu}, ${availableParallelism()} usable; ${process.platform} ${process.arch}; Node ${process.versions.node}`,
);
print(measureColdImports());
print(await measureKistStart());
print(await runContests("In-memory manager beside a map", await memoryContests()));
for await (const text of measureLocal()) print(text);
print(measureChecker());
print(installedSize());
