import { realpathSync } from "node:fs";
import path from "node:path";
import { manifestOf } from "./resolve-package.ts";

/** The package that a module is a part of. */
export interface PackageAbove {
  readonly folder: string;
  readonly name: string;
  /** `undefined` where it says none. */
  readonly version: string | undefined;
}

/** Names as npm takes them, and versions: what else a manifest holds there is not shown to anybody. */
export const PACKAGE_NAME: RegExp =
  /^(?:@[a-z0-9~-][a-z0-9._~-]{0,100}\/)?[a-z0-9~-][a-z0-9._~-]{0,200}$/i;
export const PACKAGE_VERSION: RegExp = /^[0-9a-z][0-9a-z.+-]{0,100}$/i;

/** The nearest folder above a module whose `package.json` has a name: one without only says how modules are read. */
export function packageAbove(module: string): PackageAbove | undefined {
  return packageIn(path.dirname(realpathSync(module)));
}

function packageIn(folder: string): PackageAbove | undefined {
  const { name, version } = manifestOf(path.join(folder, "package.json")) ?? {};
  if (typeof name === "string" && PACKAGE_NAME.test(name)) {
    const known = typeof version === "string" && PACKAGE_VERSION.test(version);
    return { folder, name, version: known ? version : undefined };
  }
  const parent = path.dirname(folder);
  // What is installed is no part of who has installed it.
  if (parent === folder || path.basename(parent) === "node_modules") return undefined;
  return packageIn(parent);
}
