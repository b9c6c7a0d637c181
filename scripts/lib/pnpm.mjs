import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";

import { npm } from "./npm.mjs";
import { run } from "./run.mjs";
import { readManifest, root } from "./workspace.mjs";

const BIN = path.join(root, "node_modules", ".bin");

/** `pnpm@12.21.0`, without the hash that may follow it. */
export const PINNED_PNPM = /^pnpm@[^+]+/.exec(readManifest(root).packageManager ?? "")?.[0] ?? "";

/**
 * Runs `command`, which itself calls for pnpm, with the pinned pnpm on its PATH: the installed
 * one, else one that npm fetches.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} its exit code
 */
export function runWithPnpm(command, args, env = {}) {
  if (installedPnpmWorks()) {
    return run(command, args, { env: { ...env, PATH: pathWithBin() } });
  }
  // In the repository npm would choose the installed pnpm, which has just been found wanting
  // (it is absent, half installed, or was locked without this platform's binary).
  return npm(["exec", "--yes", `--package=${PINNED_PNPM}`, "--", command, ...args], {
    cwd: tmpdir(),
    env: { ...env, npm_config_local_prefix: tmpdir() },
  });
}

/** @returns {boolean} */
function installedPnpmWorks() {
  // Never on Windows: a .cmd file cannot be run without a shell, and the npm way always works.
  const { stdout } = spawnSync(path.join(BIN, "pnpm"), ["--version"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 60_000,
  });
  return `pnpm@${stdout?.trim()}` === PINNED_PNPM;
}

/** @returns {string} */
function pathWithBin() {
  return [BIN, process.env["PATH"] ?? ""].join(path.delimiter);
}
