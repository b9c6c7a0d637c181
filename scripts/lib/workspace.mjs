import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Manifest The fields of a package.json that the scripts read.
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {string} [packageManager]
 * @property {Record<string, string>} [scripts]
 * @property {{ exports?: Record<string, string | { types: string }> }} [publishConfig]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [peerDependencies]
 */

/**
 * @typedef {object} Member One package of the workspace.
 * @property {string} directory absolute
 * @property {Manifest} manifest
 */

/** The repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * @param {string} directory
 * @returns {Manifest}
 */
export function readManifest(directory) {
  return JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8"));
}

/**
 * Every package of the workspace.
 *
 * @returns {Member[]}
 */
export function members() {
  return memberPatterns()
    .flatMap(expand)
    .filter((directory) => existsSync(path.join(directory, "package.json")))
    .map((directory) => ({ directory, manifest: readManifest(directory) }));
}

/**
 * Every package that is released.
 *
 * @returns {Member[]}
 */
export function publicMembers() {
  return members().filter(({ manifest }) => manifest.private !== true);
}

/**
 * The `packages:` list of pnpm-workspace.yaml. Read by hand, because this runs before anything
 * is installed; `folder` and `folder/*` are the two forms in use.
 *
 * @returns {string[]}
 */
function memberPatterns() {
  const lines = readFileSync(path.join(root, "pnpm-workspace.yaml"), "utf8").split(/\r?\n/);
  const start = lines.indexOf("packages:") + 1;
  const length = lines.slice(start).findIndex((line) => !line.startsWith("  - "));
  return lines.slice(start, start + length).map((line) => line.slice("  - ".length).trim());
}

/**
 * @param {string} pattern
 * @returns {string[]} absolute folders
 */
function expand(pattern) {
  if (!pattern.endsWith("/*")) return [path.join(root, pattern)];
  const parent = path.join(root, pattern.slice(0, -"/*".length));
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .toSorted()
    .map((name) => path.join(parent, name));
}
