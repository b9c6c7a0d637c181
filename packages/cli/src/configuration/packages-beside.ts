import { existsSync } from "node:fs";
import path from "node:path";
import { FIRST_PARTY } from "../flavors/first-party.ts";
import { foldersUpwards } from "./configuration-file.ts";

/**
 * Finds packages of keykist in the folder of a configuration, or above it. They come before those beside kist.
 *
 * @param file of the configuration
 */
export function packagesBeside(file: string): readonly string[] {
  return Object.values(FIRST_PARTY).flatMap((name) => {
    const found = foldersUpwards(path.dirname(file))
      .map((folder) => path.join(folder, "node_modules", name))
      .find((folder) => existsSync(folder));
    return found === undefined ? [] : [found];
  });
}
