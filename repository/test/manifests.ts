import { readFileSync } from "node:fs";
import path from "node:path";

import { members, root } from "../../scripts/lib/workspace.mjs";

/** A package.json, as far as the tests look at it. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly version?: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly license?: string;
  readonly repository?: unknown;
  readonly type?: string;
  readonly files?: readonly string[];
  readonly sideEffects?: unknown;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly engines?: unknown;
  readonly publishConfig?: Readonly<Record<string, unknown>> & {
    readonly bin?: Readonly<Record<string, string>>;
    readonly exports?: Readonly<Record<string, unknown>>;
  };
}

/** The manifest of the repository itself, and those of its packages. */
export function manifests(): readonly { folder: string; manifest: Manifest }[] {
  return [root, ...members().map(({ directory }) => directory)].map((directory) => ({
    folder: path.relative(root, directory).replaceAll(path.sep, "/") || ".",
    manifest: read(path.join(directory, "package.json")),
  }));
}

function read(file: string): Manifest {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** The ranges of the catalog in pnpm-workspace.yaml, by package. */
export function catalogRanges(): ReadonlyMap<string, string> {
  const text = readFileSync(path.join(root, "pnpm-workspace.yaml"), "utf8");
  const catalog = /^catalog:\n((?: {2}.*\n)+)/m.exec(text)?.[1] ?? "";
  const lines = catalog.matchAll(/^ {2}"?([^":]+)"?: (\S+)/gm);
  return new Map(Array.from(lines, ([, name = "", range = ""]) => [name, range]));
}
