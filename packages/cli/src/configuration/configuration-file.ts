import path from "node:path";
import type { Environment } from "../host.ts";
import { userFolders } from "./user-folders.ts";

/** The name of a configuration file. */
export const CONFIGURATION_FILE = "keykist.json";

/** The path of this user's own configuration, outside of every project. */
export function userFile(environment: Environment): string {
  return path.join(userFolders(environment).config, CONFIGURATION_FILE);
}

/** Returns a folder and all above it, the nearest first. */
export function foldersUpwards(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUpwards(parent)];
}
