import { statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { KeykistError } from "@keykist/core";
import { installHint } from "./install-hint.ts";
import { packageOf, resolvePackage } from "./resolve-package.ts";
import { isPath } from "./source.ts";
import { shownPath } from "../terminal/shown-path.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";

/** How long a module may take to be imported. */
export const IMPORT_DEADLINE_MS = 10_000;

/**
 * Imports a module that a configuration names.
 *
 * @param from the file that names it: paths are relative to it, packages are looked for from there
 * @throws KeykistError as {@link fileOfSource} and {@link importFile}
 */
export async function importSource(source: string, from: string): Promise<object> {
  return importFile(fileOfSource(source, from));
}

/**
 * The file of a source.
 *
 * @throws KeykistError `FLAVOR_NOT_FOUND` where it is not there
 */
export function fileOfSource(source: string, from: string): string {
  const file = resolveSource(source, from);
  if (file !== undefined) return file;
  const folder = isPath(source) && isThere(path.resolve(path.dirname(from), source));
  throw new KeykistError(
    "FLAVOR_NOT_FOUND",
    folder
      ? `${JSON.stringify(source)} is a folder`
      : `there is no module ${JSON.stringify(source)}`,
    { hint: folder ? "name a module in it" : hintFor(source, from) },
  );
}

function hintFor(source: string, from: string): string {
  if (isPath(source)) return "correct the path";
  const looksLikeFile = /\.[cm]?[jt]s$/.test(source);
  if (looksLikeFile) return `a path begins with ./: ./${source}`;
  return installHint(packageOf(source), from);
}

/** The file of a source, where there is one: a path is taken from the file that names it, a package also from kist. */
export function resolveSource(source: string, from: string): string | undefined {
  if (!isPath(source)) {
    return resolvePackage(source, from) ?? resolvePackage(source, import.meta.filename);
  }
  const file = path.resolve(path.dirname(from), source);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : undefined;
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Imports a file.
 *
 * @throws KeykistError `INVALID_CONFIG` where it fails as it is loaded; its own error is not quoted, since nobody knows
 * what that holds; `TIMEOUT` where it hangs; `UNSUPPORTED` for TypeScript that this Node does not run
 */
export async function importFile(file: string): Promise<object> {
  assertRuns(file);
  const exported = await importInTime(file);
  if (exported !== undefined) return exported;
  throw hangs(file, file);
}

/** The error for a module whose import has not ended in time. */
export function hangs(source: string, file: string): KeykistError {
  return new KeykistError(
    "TIMEOUT",
    `importing ${source} has not ended after ${IMPORT_DEADLINE_MS / 1000} seconds`,
    { hint: `look at it: node ${shellQuoted(file)}` },
  );
}

/** What a module exports; `undefined` where its import has not ended in time. */
async function importInTime(file: string): Promise<object | undefined> {
  // The timer also keeps the process: without anything to wait for, Node would end it as if all were done.
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, IMPORT_DEADLINE_MS, undefined);
  try {
    return await Promise.race([loaded(pathToFileURL(file).href), late]);
  } catch (error) {
    throw new KeykistError(
      "INVALID_CONFIG",
      `the module ${shownPath(file)} fails as it is loaded (${kindOf(error)})`,
      { hint: `look at it: node ${shellQuoted(file)}` },
    );
  } finally {
    clearTimeout(timer);
  }
}

// Not `any`: nothing is known of a module that a configuration names.
function loaded(url: string): Promise<object> {
  return import(url);
}

/** The class of an error and its code, which are names in a program and no values. */
function kindOf(error: unknown): string {
  const code: unknown = Reflect.get(Object(error), "code");
  if (typeof code === "string" && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
  return error instanceof Error ? error.constructor.name : typeof error;
}

function assertRuns(file: string): void {
  if (!/\.[cm]?ts$/.test(file)) return;
  // Node strips the types of one's own files only (https://nodejs.org/api/typescript.html#type-stripping-in-dependencies).
  const installed = file.split(path.sep).includes("node_modules");
  if (process.features.typescript !== false && !installed) return;
  throw new KeykistError(
    "UNSUPPORTED",
    installed
      ? `${shownPath(file)} is TypeScript in an installed package, which Node does not run`
      : `this Node (${process.version}) does not run TypeScript, which ${shownPath(file)} is`,
    {
      hint: installed
        ? "the package has to bring JavaScript"
        : "use Node 22.18 or later, or build the module to JavaScript",
    },
  );
}
