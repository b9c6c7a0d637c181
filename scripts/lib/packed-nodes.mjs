import { existsSync } from "node:fs";
import path from "node:path";

import { npm } from "./npm.mjs";

/** The oldest supported Node, and the newest of each line after it that gets long-term support. */
export const SUPPORTED_NODES = ["22.13.0", "24.21.0", "26.10.0"];

/**
 * Installs each supported Node in a folder of its own.
 *
 * @param {string} destination
 * @returns {Promise<Map<string, string>>} version → executable
 */
export async function installNodes(destination) {
  const name = platformPackage();

  const installed = await Promise.all(
    SUPPORTED_NODES.map(async (version) => {
      const folder = path.join(destination, version);
      const install = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund"];
      const exitCode = await npm([...install, "--loglevel=error", `${name}@${version}`]);
      const binary = process.platform === "win32" ? "node.exe" : "node";
      const executable = path.join(folder, "node_modules", name, "bin", binary);
      if (exitCode !== 0 || !existsSync(executable)) {
        throw new Error(`Node ${version} could not be installed.`);
      }
      return /** @type {const} */ ([version, executable]);
    }),
  );
  return new Map(installed);
}

/**
 * What the npm package `node` fetches for this platform. It does so in an install script, which
 * npm may refuse to run.
 *
 * @returns {string}
 */
function platformPackage() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const target = `${platform}-${process.arch}`;
  return target === "darwin-arm64" ? `node-bin-${target}` : `node-${target}`;
}
