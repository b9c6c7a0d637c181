import type { Random } from "./random.ts";

/**
 * As much of a list as `rounds` asks for: all of it where that is 1 or more, else a drawn part, of one at least, in the
 * order of the list. With one seed after the other, few of each are enough.
 */
export function sampled<T>(random: Random, all: readonly T[], rounds: number): readonly T[] {
  if (rounds >= 1) return all;
  const wanted = Math.min(all.length, Math.max(1, Math.round(rounds * all.length)));
  const left = [...all.keys()];
  const drawn = new Set<number>();
  while (drawn.size < wanted) {
    const [index] = left.splice(random.below(left.length), 1);
    if (index !== undefined) drawn.add(index);
  }
  return all.filter((_each, index) => drawn.has(index));
}

/** How often a property is tried as a whole: once at least. */
export function wholeRounds(rounds: number): number {
  return Math.max(1, Math.round(rounds));
}
