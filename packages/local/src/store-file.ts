import path from "node:path";
import { type Environment, KeykistError } from "@keykist/core";
import { homeFolder } from "./home-folder.ts";

export type { Environment };

/**
 * The folder in which a platform keeps the data of a user's programs: `XDG_DATA_HOME` or
 * `~/.local/share`, on macOS `~/Library/Application Support`, on Windows `LOCALAPPDATA`.
 */
export function userDataFolder(environment: Environment, platform: NodeJS.Platform): string {
  if (platform === "win32") {
    const { LOCALAPPDATA: local = "" } = environment;
    return local.trim() === "" ? path.join(assertedHome(), "AppData", "Local") : local;
  }
  if (platform === "darwin") return path.join(assertedHome(), "Library", "Application Support");
  const configured = environment["XDG_DATA_HOME"];
  // The specification of the XDG base directories: a relative path is to be ignored.
  return configured !== undefined && path.isAbsolute(configured)
    ? configured
    : path.join(assertedHome(), ".local", "share");
}

function assertedHome(): string {
  const folder = homeFolder();
  if (folder !== undefined) return folder;
  throw new KeykistError("INVALID_CONFIG", "the user has no home folder to keep the store in", {
    flavor: "local",
    hint: "set HOME, or name the store with the option file",
  });
}

/**
 * Returns the path of the store: as configured, else in the user's data folder.
 *
 * @throws KeykistError `INVALID_CONFIG` where `configured` is blank, or the user has no home folder
 */
export function storeFile(
  configured: string | undefined,
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (configured?.trim() === "") {
    throw new KeykistError("INVALID_CONFIG", "the option file is set, but empty", {
      flavor: "local",
      hint: "name the file of the store, or leave the option out",
    });
  }
  return path.resolve(
    configured ?? path.join(userDataFolder(environment, platform), "keykist", "secrets.db"),
  );
}
