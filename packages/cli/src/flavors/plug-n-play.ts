import { existsSync } from "node:fs";
import path from "node:path";

/**
 * What to do where packages are installed as Yarn's Plug'n'Play does: there they are found by its own loader only, which
 * programs that are started from elsewhere, as kist is, do not have, and which ES modules have on trial.
 *
 * @param from the file that names a package
 * @returns `undefined` where there is a `node_modules`, as everywhere else
 */
export function plugNPlayHint(from: string): string | undefined {
  if (process.versions["pnp"] === undefined && !isPlugNPlay(path.dirname(from))) return undefined;
  return (
    "kist does not find packages under Yarn's Plug'n'Play: write nodeLinker: node-modules into .yarnrc.yml, " +
    "then: yarn install"
  );
}

function isPlugNPlay(folder: string): boolean {
  if (existsSync(path.join(folder, ".pnp.cjs"))) return true;
  const parent = path.dirname(folder);
  return parent !== folder && isPlugNPlay(parent);
}
