import { existsSync } from "node:fs";
import path from "node:path";
import { plugNPlayHint } from "./plug-n-play.ts";

/** Lock files, and how their package manager installs. */
const MANAGERS: readonly (readonly [lock: string, install: string])[] = [
  ["pnpm-lock.yaml", "pnpm add"],
  ["yarn.lock", "yarn add"],
  ["package-lock.json", "npm install"],
];

/**
 * The command that installs a package where kist will find it: in the project of the configuration, or beside kist.
 *
 * @param configuration the file of the configuration, if there is one
 */
export function installHint(
  packageName: string,
  configuration: string | undefined,
  kist: string = import.meta.dirname,
): string {
  const plugNPlay = plugNPlayHint(configuration ?? kist);
  if (plugNPlay !== undefined) return plugNPlay;
  // npx keeps what it runs in a cache of its own, where nobody installs anything.
  if (kist.split(path.sep).includes("_npx")) {
    return `run kist with it: npx -p @keykist/cli -p ${packageName} kist …`;
  }
  const project = configuration && projectOf(path.dirname(configuration));
  return project === undefined
    ? `install it beside kist: npm install -g ${packageName}`
    : `install it: ${installerOf(project)} ${packageName}`;
}

function projectOf(folder: string): string | undefined {
  if (existsSync(path.join(folder, "package.json"))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : projectOf(parent);
}

function installerOf(folder: string): string {
  const found = MANAGERS.find(([lock]) => existsSync(path.join(folder, lock)));
  if (found !== undefined) return found[1];
  const parent = path.dirname(folder);
  return parent === folder ? "npm install" : installerOf(parent);
}
