import path from "node:path";

import { runWithPnpm } from "./pnpm.mjs";
import { root } from "./workspace.mjs";

/**
 * Runs turbo, which runs each package's script with the pnpm that it finds on the PATH.
 *
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env] added to the environment
 * @returns {Promise<number>} its exit code
 */
export function turbo(args, env = {}) {
  const script = path.join(root, "node_modules", "turbo", "bin", "turbo");
  return runWithPnpm("node", [script, "--cwd", root, ...args], {
    TURBO_TELEMETRY_DISABLED: "1",
    ...env,
  });
}
