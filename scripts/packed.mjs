// Tests the packages as users get them: packs them, installs the tarballs in an empty project
// outside the workspace, and runs every package's `test/packed/**/*.test.mjs` there with each
// supported Node; then what compilers and bundlers make of them, and `test/installed/*.test.mjs`, which install them by name. Its last line counts them.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { ONE_FAILURE, format, sum } from "./lib/counts.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { testInstalled } from "./lib/installed-tests.mjs";
import { makeConsumer, testConsumer } from "./lib/packed-consumer.mjs";
import { SUPPORTED_NODES, installNodes } from "./lib/packed-nodes.mjs";
import { testTools } from "./lib/packed-tools.mjs";
import { packPackages, packagingProblems } from "./lib/packed-tarballs.mjs";
import { turbo } from "./lib/turbo.mjs";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "keykist-packed-")));
let total = ONE_FAILURE;
try {
  total = await testPacked();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
console.log(`\n${format(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** @returns {Promise<import("./lib/counts.mjs").Counts>} */
async function testPacked() {
  await ensureInstalled();
  if ((await turbo(["run", "build"])) !== 0) throw new Error("The build failed.");

  const tarballs = await packPackages(path.join(folder, "tarballs"));
  const consumer = await makeConsumer(path.join(folder, "consumer"), tarballs);
  const problems = packagingProblems(consumer, [...tarballs.keys()]);
  for (const problem of problems) console.error(`Packaging: ${problem}`);

  const counts = problems.map(() => ONE_FAILURE);
  const nodes = await installNodes(path.join(folder, "nodes"));
  for (const version of SUPPORTED_NODES) {
    console.log(`\nPacked tests under Node ${version}`);
    const node = nodes.get(version);
    if (node === undefined) throw new Error(`There is no Node ${version}.`);
    // One after the other: the versions share the consumer, and each uses every core already.
    counts.push(await testConsumer(consumer, node, version));
  }
  console.log("\nCompilers and bundlers");
  counts.push(await testTools(consumer, nodes));
  console.log("\nInstalled by name, from a registry on loopback");
  counts.push(await testInstalled(path.join(folder, "installed"), tarballs));
  return sum(counts);
}
