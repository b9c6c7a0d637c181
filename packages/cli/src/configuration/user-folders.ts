import { homedir, userInfo } from "node:os";
import path from "node:path";
import type { Environment } from "../host.ts";

/** Where a platform keeps what one user's programs are configured with, and what they remember. */
export interface UserFolders {
  readonly config: string;
  readonly state: string;
  readonly cache: string;
}

/** The user's home, as the variables say, else as the system knows it. */
export function homeOf(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): string {
  const named = environment[platform === "win32" ? "USERPROFILE" : "HOME"];
  if (named !== undefined && named.trim() !== "") return named;
  try {
    // With a blank HOME, Node would answer a path that is relative to wherever one stands.
    const known = homedir();
    return path.isAbsolute(known) ? known : userInfo().homedir;
  } catch {
    // A user without an entry, as in a container. Nothing is found there, and what is written is refused with its reason.
    return path.resolve("/");
  }
}

/** The folders of kist: those of the XDG base directories, on macOS and Windows those of the platform. */
export function userFolders(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): UserFolders {
  const home = homeOf(environment, platform);
  if (platform === "win32") {
    const roaming = environment["APPDATA"] ?? path.join(home, "AppData", "Roaming");
    const local = environment["LOCALAPPDATA"] ?? path.join(home, "AppData", "Local");
    return {
      config: path.join(roaming, "keykist"),
      state: path.join(local, "keykist", "state"),
      cache: path.join(local, "keykist", "cache"),
    };
  }
  const library = path.join(home, "Library");
  const mac = platform === "darwin";
  const folder = (variable: string, onMac: string, elsewhere: string): string => {
    const configured = environment[variable];
    // The specification of the XDG base directories: a relative path is to be ignored.
    if (configured !== undefined && path.isAbsolute(configured))
      return path.join(configured, "keykist");
    return mac ? path.join(library, onMac) : path.join(home, elsewhere, "keykist");
  };
  return {
    config: folder("XDG_CONFIG_HOME", "Preferences/keykist", ".config"),
    state: folder("XDG_STATE_HOME", "Application Support/keykist/state", ".local/state"),
    cache: folder("XDG_CACHE_HOME", "Caches/keykist", ".cache"),
  };
}
