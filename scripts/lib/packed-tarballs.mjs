import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { runWithPnpm } from "./pnpm.mjs";
import { publicMembers } from "./workspace.mjs";

/** Protocols of the workspace that mean nothing to a user's package manager. */
const WORKSPACE_PROTOCOLS = ["workspace:", "catalog:"];

/**
 * Packs every published package.
 *
 * @param {string} destination a folder, which is made
 * @returns {Promise<Map<string, string>>} package name → tarball
 */
export async function packPackages(destination) {
  mkdirSync(destination, { recursive: true });
  /** @type {Map<string, string>} */
  const tarballs = new Map();
  for (const { directory, manifest } of publicMembers()) {
    const name = `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`;
    const tarball = path.join(destination, name);
    const pack = ["--dir", directory, "pack", "--out", tarball];
    const exitCode = await runWithPnpm("pnpm", pack);
    if (exitCode !== 0) throw new Error(`${manifest.name} could not be packed.`);
    tarballs.set(manifest.name, tarball);
  }
  return tarballs;
}

/**
 * What is wrong with the packages as they were installed from their tarballs.
 *
 * @param {string} consumer the project they were installed in
 * @param {readonly string[]} names
 * @returns {string[]}
 */
export function packagingProblems(consumer, names) {
  return names.flatMap((name) => {
    const directory = path.join(consumer, "node_modules", name);
    const manifest = readFileSync(path.join(directory, "package.json"), "utf8");
    const absent = ["LICENSE", "README.md"].filter(
      (file) => !existsSync(path.join(directory, file)),
    );
    const left = WORKSPACE_PROTOCOLS.filter((protocol) => manifest.includes(protocol));
    return [
      ...absent.map((file) => `${name} has no ${file}.`),
      ...left.map((protocol) => `the manifest of ${name} has "${protocol}" in it.`),
    ];
  });
}
