import path from "node:path";

import { run } from "./run.mjs";

/**
 * Runs npm. On Windows its start script is a .cmd file, which cannot be run without a shell, so
 * npm's own JavaScript is run instead.
 *
 * @param {readonly string[]} args
 * @param {import("./run.mjs").RunOptions} [options]
 * @returns {Promise<number>} its exit code
 */
export function npm(args, options) {
  const script = npmScript();
  return script === undefined
    ? run("npm", args, options)
    : run(process.execPath, [script, ...args], options);
}

/** @returns {string | undefined} */
function npmScript() {
  const current = process.env["npm_execpath"];
  // Set by whichever package manager runs this script; only npm's own will do.
  if (current !== undefined && path.basename(current) === "npm-cli.js") return current;
  if (process.platform !== "win32") return undefined;
  return path.join(path.dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js");
}
