import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { KeykistError } from "@keykist/core";
import { cannotWrite } from "../configuration/replace-file.ts";
import type { TemplateFiles } from "./read-template.ts";
import { shownPath } from "../terminal/shown-path.ts";

/**
 * Writes files into a folder that is not there, or is empty. Never over anything.
 *
 * @throws KeykistError `FLAVOR_EXISTS` where something is in it; `PERMISSION_DENIED`, `UNAVAILABLE` where it cannot be
 * written
 */
export async function writeNewFolder(folder: string, files: TemplateFiles): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) {
      throw new KeykistError("FLAVOR_EXISTS", `the folder ${shownPath(folder)} is not empty`, {
        hint: "name one that is not there yet",
      });
    }
    for (const [file, text] of files) {
      const full = path.join(folder, file);
      await mkdir(path.dirname(full), { recursive: true });
      await writeFile(full, text, { flag: "wx" });
    }
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}
