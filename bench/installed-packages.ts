import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What each package exports, as its tarball says. */
const ENTRIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  core: { ".": "./dist/index.js", "./memory": "./dist/memory/index.js" },
  local: { ".": "./dist/index.js" },
  cli: { "./package.json": "./package.json" },
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
  }
  if (names.includes("cli")) linkDependencies(folder);
  return (file) => path.join(scope, file);
}

/** What kist runs on beside the packages of this repository. */
function linkDependencies(folder: string): void {
  for (const name of ["@stricli/core", "@clack/prompts", "leven", "zod"]) {
    const to = path.join(folder, "node_modules", name);
    mkdirSync(path.dirname(to), { recursive: true });
    symlinkSync(path.join(packages, "cli/node_modules", name), to);
  }
}
