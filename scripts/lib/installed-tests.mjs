import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { startRegistry } from "./loopback-registry.mjs";
import { WORKSPACE_NODE } from "./node.mjs";
import { runNodeTests } from "./node-tests.mjs";
import { publicMembers, readManifest, root } from "./workspace.mjs";

/**
 * Runs every package's `test/installed/*.test.mjs`, and the repository's: tests that install the packages by name, from a registry on
 * loopback that has the tarballs.
 *
 * @param {string} folder to work in
 * @param {ReadonlyMap<string, string>} tarballs package name → tarball
 * @param {string} consumer a project in which they are installed
 * @returns {Promise<import("./counts.mjs").Counts>}
 */
export async function testInstalled(folder, tarballs, consumer) {
  mkdirSync(folder, { recursive: true });
  const directories = publicMembers().map(({ directory }) => directory);
  const files = [path.join(root, "repository"), ...directories].flatMap(testFiles);
  const packages = new Map(
    [...tarballs].map(([name, tarball]) => [
      name,
      {
        tarball: readFileSync(tarball),
        manifest: readManifest(path.join(consumer, "node_modules", name)),
      },
    ]),
  );
  const upstream = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
  const registry = await startRegistry(packages, upstream);
  try {
    return await runNodeTests({
      node: WORKSPACE_NODE,
      files,
      folder,
      report: path.join(folder, "report.json"),
      env: { KEYKIST_TEST_REGISTRY: registry.url },
    });
  } finally {
    registry.close();
  }
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
