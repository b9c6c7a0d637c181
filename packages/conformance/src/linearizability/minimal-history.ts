import { contentText, isWrite, type RecordedOperation, type SecretEntries } from "./history.ts";
import { search } from "./search.ts";

/** Steps of the search in one attempt to leave something out. */
const LIMIT_OF_ATTEMPT = 30_000;
/** Attempts, after which what is left is shown: enough for a thousand operations on one secret. */
const ATTEMPTS = 500;

/**
 * As few operations of a history of one secret as still show that no order explains it. The last to return
 * is the one that is wrong: up to its return, what is left has an order.
 *
 * What is found by leaving out (A. Zeller and R. Hildebrandt, "Simplifying and isolating failure-inducing
 * input", IEEE TSE 28(2), 2002) must not be an artefact of it: where a write is left out, a read of
 * it would always be wrong. So a write may go only if the rest is wrong whether or not, and whenever, it
 * took effect.
 *
 * @param limit the steps of the search where everything is looked at
 */
export function minimalHistory(
  operations: readonly RecordedOperation[],
  limit: number,
): readonly RecordedOperation[] {
  const result = search(operations, { limit });
  if (result.kind !== "impossible") throw new Error("this history has an order");
  const culprit = result.at;
  const before = operations
    .filter((each) => each !== culprit && each.invoked <= culprit.returned)
    // What returned later was still under way.
    .flatMap((each) => (each.returned < culprit.returned ? [each] : unfinished(each)));
  const sources = sourcesOf(culprit, before);
  const kept = withoutNeedless(
    before,
    (some) => sources.every((source) => some.includes(source)) && showsIt(some, culprit, before),
  );
  return [...kept, culprit].toSorted((a, b) => a.invoked - b.invoked);
}

/** Leaves out larger and smaller pieces, as long as what is left is still enough. */
function withoutNeedless(
  operations: readonly RecordedOperation[],
  isEnough: (some: readonly RecordedOperation[]) => boolean,
): readonly RecordedOperation[] {
  let kept = operations;
  let attempts = 0;
  let size = Math.ceil(kept.length / 2);
  while (size >= 1) {
    const { length } = kept;
    for (let start = 0; start < kept.length && attempts < ATTEMPTS; attempts += 1) {
      const fewer = kept.toSpliced(start, size);
      if (isEnough(fewer)) kept = fewer;
      else start += Math.ceil(size / 2);
    }
    // Some go only together, as a deletion and the register after it, once what stood between has gone.
    size = size === 1 && kept.length < length ? 4 : Math.floor(size / 2);
  }
  return kept;
}

/** Where the values of a content come from that nobody wrote as a whole: the last who wrote each. */
function sourcesOf(
  { answer }: RecordedOperation,
  before: readonly RecordedOperation[],
): readonly RecordedOperation[] {
  if (answer.kind !== "shown" || answer.entries === undefined) return [];
  const whole = contentText(answer.entries);
  if (before.some((each) => contentsOf(each)[0] === whole)) return [];
  const sources = Object.entries(answer.entries).map(([key, value]) =>
    before.findLast(({ action }) => "entries" in action && action.entries?.[key] === value),
  );
  return sources.filter((source) => source !== undefined);
}

function showsIt(
  kept: readonly RecordedOperation[],
  culprit: RecordedOperation,
  all: readonly RecordedOperation[],
): boolean {
  // By itself, what is left has an order until the culprit returns …
  const until = search([...kept, ...unfinished(culprit)], { limit: LIMIT_OF_ATTEMPT });
  if (until.kind !== "ordered") return false;
  // … and none after, whatever became of the writes that were left out.
  const shown = [...kept, culprit];
  const keptSet = new Set(kept);
  const leftOut = all.filter((each) => !keptSet.has(each) && isWrite(each));
  const repeatable = effectsOf(leftOut, shown);
  return search(shown, { limit: LIMIT_OF_ATTEMPT, repeatable }).kind === "impossible";
}

/** A content that nobody wrote: this is no key. */
const ANOTHER: SecretEntries = { "left out": "" };

/**
 * What writes that were left out may have done, and more: what they wrote, unless it is shown elsewhere, is
 * as good as any other content, and their guards are not looked at.
 */
function effectsOf(
  leftOut: readonly RecordedOperation[],
  shown: readonly RecordedOperation[],
): readonly RecordedOperation[] {
  const contents = new Set(shown.flatMap((each) => contentsOf(each)));
  const earliest = new Map<string, RecordedOperation>();
  for (const operation of leftOut) {
    const { kind } = operation.action;
    const [own = ""] = contentsOf(operation);
    const isShown = contents.has(own);
    const key = isShown ? `${kind} ${own}` : kind;
    const known = earliest.get(key);
    if (known !== undefined && known.invoked <= operation.invoked) continue;
    const entries = isShown && "entries" in operation.action ? operation.action.entries : ANOTHER;
    earliest.set(key, {
      ...operation,
      action:
        kind === "delete"
          ? { kind }
          : { kind: kind === "register" ? kind : "update", entries: entries ?? ANOTHER },
      answer: { kind: "unknown" },
    });
  }
  return [...earliest.values()];
}

/** The contents that an operation speaks of, its own first. */
function contentsOf({ action, answer }: RecordedOperation): string[] {
  const contents = [
    "entries" in action ? action.entries : undefined,
    "saw" in action ? action.saw : undefined,
    "entries" in answer ? answer.entries : undefined,
  ];
  return contents.flatMap((each) => (each === undefined ? [] : [contentText(each)]));
}

/** What is left of an operation whose return is not looked at: a write may have had its effect. */
function unfinished(operation: RecordedOperation): readonly RecordedOperation[] {
  return isWrite(operation) ? [{ ...operation, answer: { kind: "unknown" } }] : [];
}
