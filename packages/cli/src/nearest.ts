import leven from "leven";

/** How many are proposed at most. */
const MOST = 3;

/**
 * The candidates that a mistyped word may have meant, nearest first. Upper and lower case are the same here; a short
 * word is near to nothing, since everything would be near to it.
 */
export function nearest(word: string, candidates: Iterable<string>): readonly string[] {
  const limit = word.length < 3 ? 0 : Math.min(3, Math.ceil(word.length / 3));
  const lower = word.toLowerCase();
  const near: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of candidates) {
    const distance = distanceOf(lower, candidate.toLowerCase(), limit);
    if (distance <= limit) near.push({ candidate, distance });
  }
  return near
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

/** How far apart two words are; letters that have changed places count as one mistake, as they are. */
function distanceOf(one: string, other: string, limit: number): number {
  if (one !== other && sortedLetters(one) === sortedLetters(other)) return 1;
  // One more than the limit, since what is further is answered as the maximum.
  return leven(one, other, { maxDistance: limit + 1 });
}

function sortedLetters(word: string): string {
  return word.split("").toSorted().join("");
}

/** `did you mean a, b or c?` */
export function didYouMean(words: readonly string[]): string {
  const [last = "", ...others] = words.toReversed();
  return `did you mean ${others.length === 0 ? last : `${others.toReversed().join(", ")} or ${last}`}?`;
}
