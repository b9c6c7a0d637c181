import { existsSync } from "node:fs";
import path from "node:path";
import { FIRST_PARTY } from "../flavors/first-party.ts";

/**
 * Packages of keykist that a configuration's folder brings, or one above it: they come before those beside kist.
 *
 * @param file of the configuration
 */
export function packagesBeside(file: string): readonly string[] {
  return Object.values(FIRST_PARTY).flatMap((name) => {
    const found = folderUpwards(path.dirname(file), path.join("node_modules", name));
    return found === undefined ? [] : [found];
  });
}

function folderUpwards(folder: string, name: string): string | undefined {
  const candidate = path.join(folder, name);
  if (existsSync(candidate)) return candidate;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : folderUpwards(parent, name);
}
