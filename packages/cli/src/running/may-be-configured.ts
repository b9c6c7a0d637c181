import { existsSync } from "node:fs";
import path from "node:path";
import {
  CONFIGURATION_FILE,
  foldersUpwards,
  userFile,
} from "../configuration/configuration-file.ts";
import { nonBlank } from "../non-blank.ts";
import type { Session } from "../session.ts";

/** Reports whether a configuration may exist. Without one, a command starts faster if nothing loads the code that reads it. */
export function mayBeConfigured({ host, options }: Session): boolean {
  const { environment, workingFolder } = host;
  if (options.config !== undefined || nonBlank(environment["KEYKIST_CONFIG"]) !== undefined)
    return true;
  const ofProjects = foldersUpwards(workingFolder).map((folder) =>
    path.join(folder, CONFIGURATION_FILE),
  );
  return [...ofProjects, userFile(environment)].some((file) => existsSync(file));
}
