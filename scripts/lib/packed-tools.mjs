import { readdirSync } from "node:fs";
import path from "node:path";

import { WORKSPACE_NODE } from "./node.mjs";
import { runNodeTests } from "./node-tests.mjs";
import { root } from "./workspace.mjs";

/**
 * Runs `repository/test/consumers/*.test.mjs`: what compilers and bundlers make of the packages in a user's project.
 *
 * @param {string} consumer a project in which they are installed
 * @param {ReadonlyMap<string, string>} nodes the supported ones, version → executable
 * @returns {Promise<import("./counts.mjs").Counts>}
 */
export function testTools(consumer, nodes) {
  const folder = path.join(root, "repository", "test", "consumers");
  return runNodeTests({
    node: WORKSPACE_NODE,
    files: readdirSync(folder)
      .filter((file) => file.endsWith(".test.mjs"))
      .map((file) => path.join(folder, file)),
    folder,
    report: path.join(consumer, "report-tools.json"),
    env: { KEYKIST_CONSUMER: consumer, KEYKIST_NODES: JSON.stringify([...nodes.values()]) },
  });
}
