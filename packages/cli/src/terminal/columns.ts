import { screenLine } from "./screen-text.ts";

/** Rows as lines of aligned columns, two spaces between them. */
export function columns(given: readonly (readonly string[])[]): string[] {
  // No cell breaks the lines, whatever a stranger has called a thing.
  const rows = given.map((row) => row.map(screenLine));
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
