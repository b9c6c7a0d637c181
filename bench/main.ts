/** Prints every figure from one run. Fails where something does not work, never for a figure. */
import { availableParallelism, cpus } from "node:os";
import { measureAws } from "./aws-contests.ts";
import { measureColdImports } from "./cold-import.ts";
import { measureChecker } from "./checker-curve.ts";
import { runContests } from "./contest.ts";
import { measureFirstGets } from "./first-get.ts";
import { measureGcp } from "./gcp-contests.ts";
import { installedSize } from "./installed-size.ts";
import { measureKistStart } from "./kist-start.ts";
import { measureLocal } from "./local-contests.ts";
import { memoryContests } from "./memory-contests.ts";
import { monthlyCosts } from "./monthly-costs.ts";

const print = (text: string): void => {
  process.stdout.write(`${text}\n\n`);
};

const cpu = cpus()[0]?.model.trim() ?? "unknown CPU";
print(
  `${cpu}, ${availableParallelism()} usable; ${process.platform} ${process.arch}; Node ${process.versions.node}`,
);

/** Each part prints its tables. Named on the command line, only those are run: `node main.ts aws gcp`. */
const parts: Readonly<Record<string, () => AsyncGenerator<string, void, undefined>>> = {
  async *imports() {
    yield measureColdImports();
  },
  async *kist() {
    yield await measureKistStart();
  },
  async *memory() {
    yield await runContests("In-memory manager beside a map", await memoryContests());
  },
  local: measureLocal,
  async *aws() {
    yield await measureAws();
  },
  async *gcp() {
    yield await measureGcp();
  },
  async *firstGets() {
    yield await measureFirstGets();
  },
  async *costs() {
    yield await monthlyCosts();
  },
  async *checker() {
    yield measureChecker();
  },
  async *size() {
    yield installedSize();
  },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(", ")}`);
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for await (const text of measure()) print(text);
}
