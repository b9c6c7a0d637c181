import type { Loss } from "./dialects/reading.ts";

/** Lines by their reasons, in words: `lines 2, 5: it is not KEY=VALUE; line 7: …`. */
export function lossesInWords(all: readonly Loss[]): string {
  return byReason(all).join("; ");
}

/** A sentence for each reason. */
export function byReason(all: readonly Loss[]): string[] {
  const groups = Map.groupBy(all, ({ reason }) => reason);
  return [...groups].map(
    ([reason, lines]) => `${lineList(lines.map(({ line }) => line))}: ${reason}`,
  );
}

/** `line 2`, `lines 2, 5` */
export function lineList(lines: readonly number[]): string {
  const sorted = [...new Set(lines)].toSorted((one, other) => one - other);
  return `${sorted.length === 1 ? "line" : "lines"} ${sorted.join(", ")}`;
}
