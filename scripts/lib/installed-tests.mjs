import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

import { WORKSPACE_NODE } from "./node.mjs";
import { runNodeTests } from "./node-tests.mjs";
import { npm } from "./npm.mjs";
import { startRegistry } from "./registry.mjs";
import { publicMembers, root } from "./workspace.mjs";

/**
 * Publishes the packages to a registry on loopback, and runs every package's `test/installed/*.test.mjs`, and the repository's: tests
 * that install them from there by name.
 *
 * @param {string} folder to work in
 * @param {ReadonlyMap<string, string>} tarballs package name → tarball
 * @returns {Promise<import("./counts.mjs").Counts>}
 */
export async function testInstalled(folder, tarballs) {
  mkdirSync(folder, { recursive: true });
  const directories = publicMembers().map(({ directory }) => directory);
  const behind = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
  const registry = await startRegistry({ behind });
  try {
    for (const tarball of tarballs.values()) await publish(tarball, registry);
    return await runNodeTests({
      node: WORKSPACE_NODE,
      files: [path.join(root, "repository"), ...directories].flatMap(testFiles),
      folder,
      report: path.join(folder, "report.json"),
      env: { KEYKIST_TEST_REGISTRY: registry.url },
    });
  } finally {
    await registry.close();
  }
}

/**
 * @param {string} tarball
 * @param {import("./registry.mjs").Registry} registry
 */
async function publish(tarball, { url, npmrc }) {
  const args = ["publish", tarball, "--access=public", "--provenance=false", "--loglevel=error"];
  const env = { NPM_CONFIG_USERCONFIG: npmrc, NPM_CONFIG_REGISTRY: url };
  if ((await npm(args, { env })) !== 0) throw new Error(`${tarball} could not be published.`);
}

/**
 * @param {string} directory of a package
 * @returns {string[]}
 */
function testFiles(directory) {
  const folder = path.join(directory, "test", "installed");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".test.mjs"))
    .map((file) => path.join(folder, file));
}
