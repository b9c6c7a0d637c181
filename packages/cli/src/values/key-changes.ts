/** What is known of one state of a secret. */
export interface KnownState {
  readonly keys: readonly string[] | undefined;
  /** Its values, where they could be read; they are compared, and not shown. */
  readonly content: Readonly<Record<string, string>> | undefined;
}

/** What became of the keys from one state to the next. Sorted. */
export interface KeyChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** `undefined` where values could not be compared. */
  readonly changed: readonly string[] | undefined;
}

/** What a state changed of the one before it; `undefined` where that is not known. */
export function keyChanges(
  before: KnownState | undefined,
  after: KnownState,
): KeyChanges | undefined {
  if (before?.keys === undefined || after.keys === undefined) return undefined;
  const [old, next] = [new Set(before.keys), new Set(after.keys)];
  const kept = [...next].filter((key) => old.has(key)).toSorted();
  const { content: oldContent } = before;
  const { content } = after;
  return {
    added: [...next].filter((key) => !old.has(key)).toSorted(),
    removed: [...old].filter((key) => !next.has(key)).toSorted(),
    changed:
      content === undefined || oldContent === undefined
        ? undefined
        : kept.filter((key) => content[key] !== oldContent[key]),
  };
}
