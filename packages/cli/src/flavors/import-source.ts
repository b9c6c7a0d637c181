import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { KeykistError } from "@keykist/core";

/** Whether a source is a path, relative to the file that names it or absolute. */
export function isPath(source: string): boolean {
  return source.startsWith("./") || source.startsWith("../") || path.isAbsolute(source);
}

/**
 * Imports a module that a configuration names.
 *
 * @param from the file that names it: paths are relative to it, packages are looked for from there
 * @throws KeykistError `FLAVOR_NOT_FOUND` where it is not there, `UNSUPPORTED` for TypeScript on a Node that does
 * not run it, `INVALID_CONFIG` where it fails as it is loaded
 */
export async function importSource(source: string, from: string): Promise<object> {
  const file = resolveSource(source, from);
  if (file === undefined) {
    throw new KeykistError("FLAVOR_NOT_FOUND", `there is no module ${JSON.stringify(source)}`, {
      hint: isPath(source) ? "correct the path" : `install it: npm install ${source}`,
    });
  }
  assertRuns(file);
  return importFile(file);
}

/** The file of a source, where there is one. */
export function resolveSource(source: string, from: string): string | undefined {
  if (isPath(source)) {
    const file = path.resolve(path.dirname(from), source);
    return existsSync(file) ? file : undefined;
  }
  try {
    return createRequire(from).resolve(source);
  } catch {
    // Not installed there, or hidden by its own `exports`: for who asks, the same.
    return undefined;
  }
}

/** Imports a file; an error of the module's own is not quoted, since nobody knows what it holds. */
export async function importFile(file: string): Promise<object> {
  try {
    return await loaded(pathToFileURL(file).href);
  } catch (error) {
    const kind = error instanceof Error ? error.constructor.name : typeof error;
    throw new KeykistError("INVALID_CONFIG", `the module ${file} fails as it is loaded (${kind})`, {
      hint: `look at it: node ${file}`,
    });
  }
}

// Not `any`: nothing is known of a module that a configuration names.
function loaded(url: string): Promise<object> {
  return import(url);
}

function assertRuns(file: string): void {
  if (!/\.[cm]?ts$/.test(file) || process.features.typescript !== false) return;
  throw new KeykistError(
    "UNSUPPORTED",
    `this Node (${process.version}) does not run TypeScript, which ${file} is`,
    { hint: "use Node 22.18 or later, or build the module to JavaScript" },
  );
}
