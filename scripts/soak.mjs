// `npm run soak [-- PACKAGE…]`: the long form of every test that has one. It takes hours; what
// `.ci/run` tries is a sample of it. The seeds and figures are in what it prints.
import { format } from "./lib/counts.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { runTests } from "./lib/run-tests.mjs";
import { members } from "./lib/workspace.mjs";

/** What each long form is asked for by. */
const LONG_FORMS = {
  KEYKIST_KILL_MATRIX: "whole",
  KEYKIST_MODEL_SEEDS: "100000",
  KEYKIST_REFUSAL_SEEDS: "5000",
  KEYKIST_SOAK: "1",
  KEYKIST_TEST_FULL: "1",
  KEYKIST_TEST_SEEDS: "1000",
};

const packages = process.argv.slice(2);
const known = new Set(members().map(({ manifest }) => manifest.name));
const unknown = packages.find((name) => !known.has(name));
if (unknown !== undefined) {
  console.error(
    `There is no package ${JSON.stringify(unknown)}. Packages: ${[...known].join(", ")}`,
  );
  process.exit(2);
}

await ensureInstalled();
// What the environment sets counts, so that one long form can be run with other numbers.
const env = Object.fromEntries(
  Object.entries(LONG_FORMS).map(([name, usual]) => [name, process.env[name] ?? usual]),
);
for (const [name, value] of Object.entries(env)) console.log(`${name}=${value}`);
const started = performance.now();
const total = await runTests({ env, ...(packages.length > 0 && { packages }) });
console.log(`\n${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
console.log(format(total));
process.exitCode = total.failed > 0 ? 1 : 0;
