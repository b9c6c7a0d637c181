/**
 * The value below which the given part of the samples lies; `part` is between 0 and 1. Takes a value
 * that was measured (nearest rank), never one between two.
 */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.max(0, Math.ceil(part * sorted.length) - 1);
  const value = sorted[rank];
  if (value === undefined) throw new RangeError("there are no samples");
  return value;
}

/** The middle of the samples. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}
