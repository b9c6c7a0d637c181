import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { isJsonObject } from "../json-object.ts";
import { assertOwnPackage } from "./package-owner.ts";

/** What an import chooses among, of the `exports` of a package. */
const CONDITIONS: ReadonlySet<string> = new Set(["node", "import", "module-sync", "default"]);

/** A package that is installed. */
export interface InstalledPackage {
  readonly folder: string;
  readonly version: string | undefined;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/**
 * The package that a file would import, read but not run.
 *
 * @param source `name`, `@scope/name`, or a module in one
 * @param from the file that would import it
 * @throws KeykistError `UNTRUSTED_CONFIG` where it is another user's
 */
export function findPackage(source: string, from: string): InstalledPackage | undefined {
  const [name] = splitName(source);
  for (const modules of createRequire(from).resolve.paths(name) ?? []) {
    const folder = path.join(modules, name);
    const manifest = manifestOf(path.join(folder, "package.json"));
    if (manifest === undefined) continue;
    assertOwnPackage(folder);
    const { version } = manifest;
    return { folder, manifest, version: typeof version === "string" ? version : undefined };
  }
  return undefined;
}

/**
 * The file that a file would get if it imported a package. What `require.resolve` answers is what it would get if it
 * required it, which can be another build of the package, or none.
 */
export function resolvePackage(source: string, from: string): string | undefined {
  const found = findPackage(source, from);
  if (found === undefined) return undefined;
  const [, inside] = splitName(source);
  const { exports, main } = found.manifest;
  const target =
    exports === undefined
      ? withoutExports(inside, main)
      : exportedFile(exports, inside === "" ? "." : `./${inside}`);
  const file = target === undefined ? undefined : path.join(found.folder, target);
  // Links are followed, as an import does: what a workspace links to is no installed package.
  return file !== undefined && isFile(file) ? realpathSync(file) : undefined;
}

/** The package that a source is, or is in. */
export function packageOf(source: string): string {
  const [name] = splitName(source);
  return name;
}

function splitName(source: string): [name: string, inside: string] {
  const parts = source.split("/");
  const length = source.startsWith("@") ? 2 : 1;
  return [parts.slice(0, length).join("/"), parts.slice(length).join("/")];
}

function withoutExports(inside: string, main: unknown): string {
  if (inside !== "") return inside;
  return typeof main === "string" ? main : "index.js";
}

/** The target of `.` or `./name` in a map of exports. Patterns are not followed: a flavor is named, not searched. */
function exportedFile(exports: unknown, name: string): string | undefined {
  const isMap = isJsonObject(exports) && Object.keys(exports).some((key) => key.startsWith("."));
  if (isMap) return targetOf(exports[name]);
  return name === "." ? targetOf(exports) : undefined;
}

function targetOf(target: unknown): string | undefined {
  if (typeof target === "string") return target.startsWith("./") ? target : undefined;
  if (Array.isArray(target)) return firstOf(target);
  if (!isJsonObject(target)) return undefined;
  return firstOf(
    Object.entries(target).flatMap(([key, value]) => (CONDITIONS.has(key) ? [value] : [])),
  );
}

function firstOf(targets: readonly unknown[]): string | undefined {
  for (const one of targets) {
    const found = targetOf(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a `package.json` says; `undefined` where there is none that can be read. */
export function manifestOf(file: string): Readonly<Record<string, unknown>> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const manifest: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isJsonObject(manifest) ? manifest : undefined;
  } catch {
    // Nothing that can be imported; what JSON.parse says quotes the file.
    return undefined;
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
