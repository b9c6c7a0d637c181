import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What is in a tarball of npm: the text of each file, by its path in the package. */
export function readTarball(tarball: Buffer): ReadonlyMap<string, string> {
  const folder = mkdtempSync(path.join(tmpdir(), "keykist-tarball-"));
  try {
    const file = path.join(folder, "package.tgz");
    writeFileSync(file, tarball);
    execFileSync("tar", ["-xzf", file, "-C", folder]);
    const top = path.join(folder, "package");
    const entries = readdirSync(top, { recursive: true, withFileTypes: true });
    return new Map(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((name): [string, string] => [
          path.relative(top, name).replaceAll(path.sep, "/"),
          readFileSync(name, "utf8"),
        ])
        .toSorted(([first], [second]) => (first < second ? -1 : 1)),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The source maps that name a source which the package does not have, and files that name no map of theirs. */
export function strayMaps(files: ReadonlyMap<string, string>): readonly string[] {
  const maps = [...files].filter(([name]) => name.endsWith(".map"));
  const astray = maps.flatMap(([name, text]) => {
    const { sources }: { readonly sources: readonly string[] } = JSON.parse(text);
    return sources
      .map((source) => path.posix.join(path.posix.dirname(name), source))
      .filter((source) => !files.has(source))
      .map((source) => `${name} → ${source}`);
  });
  const missing = [...files].flatMap(([name, text]) => {
    const map = /^\/\/# sourceMappingURL=(.*)$/m.exec(text)?.[1];
    if (map === undefined || !name.startsWith("dist/") || name.endsWith(".map")) return [];
    return files.has(path.posix.join(path.posix.dirname(name), map)) ? [] : [`${name} → ${map}`];
  });
  return [...astray, ...missing];
}
