import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** Files by their path, whose parts are joined by `/`. */
export type TemplateFiles = ReadonlyMap<string, string>;

/** What an install, a build or a task leaves in the folder. */
const LEFT: ReadonlySet<string> = new Set(["node_modules", "dist", ".turbo"]);

/** The files of a template, in order. */
export async function readTemplate(folder: string): Promise<TemplateFiles> {
  const files = new Map<string, string>();
  for (const file of await filesIn(folder, "")) {
    files.set(file, await readFile(path.join(folder, file), "utf8"));
  }
  return files;
}

async function filesIn(folder: string, within: string): Promise<string[]> {
  const files: string[] = [];
  const entries = await readdir(path.join(folder, within), { withFileTypes: true });
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    if (LEFT.has(entry.name)) continue;
    const file = path.posix.join(within, entry.name);
    files.push(...(entry.isDirectory() ? await filesIn(folder, file) : [file]));
  }
  return files;
}
