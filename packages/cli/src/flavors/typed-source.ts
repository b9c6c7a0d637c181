import { statSync } from "node:fs";
import path from "node:path";
import { isPath } from "./source.ts";

/**
 * A source as it is written into a configuration: a path that was typed in a working folder becomes one that is relative to
 * the configuration; a package stays as it is.
 *
 * @param source as typed: `./flavors/acme.ts`, also without the `./` where such a file is there
 */
export function typedSource(
  source: string,
  { workingFolder, file }: { readonly workingFolder: string; readonly file: string },
): string {
  const full = path.resolve(workingFolder, source);
  const isThere = /\.[cm]?[jt]s$/.test(source) && isFile(full);
  if (!isPath(source) && !isThere) return source;
  if (path.isAbsolute(source)) return source;
  const relative = path.relative(path.dirname(file), full).split(path.sep).join("/");
  // Another drive of Windows.
  if (path.isAbsolute(relative)) return full;
  return relative.startsWith("../") ? relative : `./${relative}`;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
