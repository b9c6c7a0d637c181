import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What each package exports, as its tarball says. */
const ENTRIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  core: { ".": "./dist/index.js", "./memory": "./dist/memory/index.js" },
  local: { ".": "./dist/index.js" },
  aws: { ".": "./dist/index.js" },
  gcp: { ".": "./dist/index.js" },
  cli: { "./package.json": "./package.json" },
};

/** What packages run on beside those of this repository. */
const DEPENDENCIES: Readonly<Record<string, readonly string[]>> = {
  aws: ["@aws-sdk/client-secrets-manager"],
  gcp: ["@google-cloud/secret-manager", "google-gax"],
  cli: ["@stricli/core", "@clack/prompts", "leven", "zod"],
};

const packages = path.join(import.meta.dirname, "../packages");

/**
 * Puts built packages into a folder as they are installed: in the workspace, they would import each other's sources.
 *
 * @returns where a file of the packages is there
 */
export function installPackages(
  folder: string,
  names: readonly string[],
): (file: string) => string {
  const scope = path.join(folder, "node_modules/@keykist");
  for (const name of names) {
    const from = path.join(packages, name);
    const to = path.join(scope, name);
    if (!existsSync(path.join(from, "dist"))) {
      throw new Error(`@keykist/${name} is not built: npx pnpm build`);
    }
    cpSync(path.join(from, "dist"), path.join(to, "dist"), { recursive: true });
    const manifest = { type: "module", version: "0.0.0", exports: ENTRIES[name] };
    writeFileSync(path.join(to, "package.json"), JSON.stringify(manifest));
    linkDependencies(folder, name);
  }
  return (file) => path.join(scope, file);
}

function linkDependencies(folder: string, name: string): void {
  for (const dependency of DEPENDENCIES[name] ?? []) {
    const to = path.join(folder, "node_modules", dependency);
    mkdirSync(path.dirname(to), { recursive: true });
    symlinkSync(path.join(packages, name, "node_modules", dependency), to);
  }
}
