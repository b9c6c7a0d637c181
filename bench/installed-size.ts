import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/** The files of a package that are published: `dist`, and `src` without tests. */
function publishedBytes(name: string): number {
  const folder = path.join(import.meta.dirname, "../packages", name);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /^(?:dist|src)\b|^(?:package\.json|README\.md)$/.test(file))
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => statSync(path.join(folder, file)))
    .reduce((sum, status) => sum + (status.isFile() ? status.size : 0), 0);
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}

/** What core and the local flavor take on a disk, beside zod. */
export function installedSize(): string {
  const sizes = ["core", "local"].map((name) => ({ name, bytes: publishedBytes(name) }));
  const each = sizes.map(({ name, bytes }) => `@keykist/${name} ${kilobytes(bytes)}`);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  return `Installed size: ${each.join(", ")}, together ${kilobytes(total)}; budget < 1000 kB`;
}
