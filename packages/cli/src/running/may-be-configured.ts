import { existsSync } from "node:fs";
import path from "node:path";
import { userFolders } from "../configuration/user-folders.ts";
import type { Session } from "../session.ts";

/** Whether it is worth to load what reads configurations: a command that needs none is to start quickly. */
export function mayBeConfigured({ host, options }: Session): boolean {
  const { environment, workingFolder } = host;
  const variable = environment["KEYKIST_CONFIG"];
  if (options.config !== undefined || (variable !== undefined && variable.trim() !== ""))
    return true;
  return [...upwards(workingFolder), userFolders(environment).config].some((folder) =>
    existsSync(path.join(folder, "keykist.json")),
  );
}

function upwards(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}
