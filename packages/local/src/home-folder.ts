import { homedir, userInfo } from "node:os";
import path from "node:path";

/**
 * Returns the user's home folder, or `undefined` if there is none, as for a user without an entry in a container. If HOME is
 * blank or relative, Node would return a path that depends on the working folder.
 */
export function homeFolder(): string | undefined {
  try {
    const named = homedir();
    const folder = path.isAbsolute(named) ? named : userInfo().homedir;
    return path.isAbsolute(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}
