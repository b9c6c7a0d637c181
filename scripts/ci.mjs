// What `.ci/run` runs: every section, also after one that failed. Its last line counts the tests;
// a section that is not a test run adds one failure when it fails.
import { ONE_FAILURE, format, parse, sum } from "./lib/counts.mjs";
import { npm } from "./lib/npm.mjs";

/**
 * @typedef {object} Section
 * @property {string} title
 * @property {readonly string[]} command of npm
 * @property {boolean} countsTests whether its last line says how many tests passed
 */

/** @type {readonly Section[]} */
const sections = [
  { title: "peers", command: ["run", "peers"], countsTests: false },
  { title: "tests", command: ["test"], countsTests: true },
  { title: "lint", command: ["run", "lint"], countsTests: false },
  { title: "format", command: ["run", "format:check"], countsTests: false },
  { title: "types", command: ["run", "typecheck"], countsTests: false },
  { title: "build", command: ["run", "build"], countsTests: false },
  { title: "API reports", command: ["run", "api"], countsTests: false },
  { title: "packed tests", command: ["run", "packed"], countsTests: true },
  { title: "rehearsal of a release", command: ["run", "rehearsal"], countsTests: true },
];

/** @type {string[]} */
const failed = [];
/** @type {import("./lib/counts.mjs").Counts[]} */
const counts = [];

for (const section of sections) {
  const started = performance.now();
  console.log(`\n=== ${section.title} ===`);
  const { exitCode, lastLine } = await runSection(section);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`=== ${section.title}: ${exitCode === 0 ? "passed" : "FAILED"} in ${seconds} s ===`);

  const counted = section.countsTests ? parse(lastLine) : undefined;
  if (counted !== undefined) counts.push(counted);
  const complete = counted !== undefined || !section.countsTests;
  if (exitCode === 0 && complete) continue;
  failed.push(section.title);
  if (counted === undefined || counted.failed === 0) counts.push(ONE_FAILURE);
}

const total = sum(counts);
console.log(failed.length === 0 ? "\nEverything passed." : `\nFailed: ${failed.join(", ")}`);
console.log(format(total));
process.exitCode = failed.length === 0 ? 0 : 1;

/**
 * @param {Section} section
 * @returns {Promise<{ exitCode: number, lastLine: string }>}
 */
async function runSection({ command }) {
  let output = "";
  const exitCode = await npm(command, {
    // More than `npm test` tries: every saboteur on every case, more seeds, the longer runs of the local
    // store. The whole of each is `npm run soak`.
    env: {
      CI: "true",
      KEYKIST_KILL_MATRIX: "whole",
      // Independent peers have to be there: a test that finds none fails.
      KEYKIST_PEERS: "required",
      KEYKIST_MODEL_SEEDS: "5000",
      KEYKIST_REFUSAL_SEEDS: "300",
      KEYKIST_TEST_FULL: "most",
      // Other seeds each time, so that what one run does not meet the next may.
      KEYKIST_TEST_SEEDS: "60",
    },
    onStdout: (text) => {
      // The end is enough to find the last line in.
      output = (output + text).slice(-1000);
    },
  });
  return { exitCode, lastLine: output.trimEnd().split(/\r?\n/).at(-1) ?? "" };
}
