import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

import { root } from "./workspace.mjs";

/** Where Bun and Deno are installed, by their own lock file: only tests need them. */
export const runtimesFolder = path.join(root, "scripts", "runtimes");

/** Where their npm packages keep the program of a platform: the scope, and the path inside a package of it. */
const places = {
  bun: { scope: "@oven", program: ["bin", "bun"] },
  deno: { scope: "@deno", program: ["deno"] },
};

/**
 * Returns the program of a runtime, or `undefined` if it is not installed for this platform.
 *
 * @param {keyof typeof places} name
 * @returns {string | undefined}
 */
export function findInstalledRuntime(name) {
  const { scope, program } = places[name];
  const folder = path.join(runtimesFolder, "node_modules", scope);
  if (!existsSync(folder)) return undefined;
  const suffix = process.platform === "win32" ? ".exe" : "";
  return readdirSync(folder)
    .map((each) => path.join(folder, each, ...program) + suffix)
    .find((each) => existsSync(each));
}
