import type { ArbitraryContent } from "@keykist/core";

/** The keys in which two contents differ, sorted. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly count: number;
}

/** What leads from one content to another. */
export function changesBetween(before: ArbitraryContent, after: ArbitraryContent): Changes {
  const added = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const changed = Object.keys(after).filter(
    (key) => Object.hasOwn(before, key) && before[key] !== after[key],
  );
  return {
    added: added.toSorted(),
    changed: changed.toSorted(),
    removed: removed.toSorted(),
    count: added.length + changed.length + removed.length,
  };
}
