import { homedir } from "node:os";
import path from "node:path";

/** The variables that decide where a store is and what opens it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder in which a platform keeps the data of a user's programs: `XDG_DATA_HOME` or
 * `~/.local/share`, on macOS `~/Library/Application Support`, on Windows `LOCALAPPDATA`.
 */
export function userDataFolder(environment: Environment, platform: NodeJS.Platform): string {
  if (platform === "win32") {
    return environment["LOCALAPPDATA"] ?? path.join(homedir(), "AppData", "Local");
  }
  if (platform === "darwin") return path.join(homedir(), "Library", "Application Support");
  const configured = environment["XDG_DATA_HOME"];
  // The specification of the XDG base directories: a relative path is to be ignored.
  return configured !== undefined && path.isAbsolute(configured)
    ? configured
    : path.join(homedir(), ".local", "share");
}

/** Where the store is: as configured, else in the user's data folder. */
export function storeFile(
  configured: string | undefined,
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  return path.resolve(
    configured ?? path.join(userDataFolder(environment, platform), "keykist", "secrets.db"),
  );
}
