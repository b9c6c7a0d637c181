import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { WORKSPACE_NODE, workspaceNodeWorks } from "./node.mjs";
import { PINNED_PNPM, runWithPnpm } from "./pnpm.mjs";
import { members, root } from "./workspace.mjs";

const MODULES = path.join(root, "node_modules");

/** Names the state that was last installed in full; absent while an install runs. */
const STAMP = path.join(MODULES, ".keykist-installed");

/** Installs the workspace's dependencies, unless they are up to date. Ends the process on failure. */
export async function ensureInstalled() {
  const wanted = fingerprint();
  if (installedFingerprint() === wanted && existsSync(WORKSPACE_NODE)) return;

  rmSync(STAMP, { force: true });
  console.log(`Installing dependencies with ${PINNED_PNPM} ...`);
  await installOrExit();
  if (!workspaceNodeWorks()) {
    // An install that was interrupted between fetching a package and running its install script
    // is complete in the eyes of a later one.
    console.log("An earlier install was interrupted; starting over ...");
    rmSync(MODULES, { recursive: true, force: true, maxRetries: 3 });
    await installOrExit();
  }
  writeFileSync(STAMP, wanted);
}

async function installOrExit() {
  const code = await runWithPnpm("pnpm", [
    "--dir",
    root,
    "install",
    "--frozen-lockfile",
    "--config.confirm-modules-purge=false",
  ]);
  if (code === 0) return;
  console.error("The installation of the dependencies failed; see above.");
  process.exit(code);
}

/**
 * Everything that decides what an install does.
 *
 * @returns {string}
 */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  const manifests = [root, ...members().map(({ directory }) => directory)].map((directory) =>
    path.join(directory, "package.json"),
  );
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", ...manifests]) {
    hash.update(`${path.relative(root, path.resolve(root, file))}\n`);
    hash.update(readFileSync(path.resolve(root, file)));
  }
  return hash.digest("hex");
}

/** @returns {string | undefined} */
function installedFingerprint() {
  return existsSync(STAMP) ? readFileSync(STAMP, "utf8") : undefined;
}
