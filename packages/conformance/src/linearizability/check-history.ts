import type { RecordedOperation } from "./history.ts";
import { minimalHistory } from "./minimal-history.ts";
import { search } from "./search.ts";

/** Steps of the search for one secret before the answer is `undecided`: a few seconds. */
const LIMIT = 5_000_000;

/** What is known of a history. */
export type LinearizabilityVerdict =
  | { readonly kind: "linearizable" }
  /** No order explains the answers about this secret; `history` is as little of it as shows that. */
  | {
      readonly kind: "not linearizable";
      readonly secret: string;
      readonly history: readonly RecordedOperation[];
    }
  /** Too much was under way at once to try it all. Not to be taken for a pass. */
  | { readonly kind: "undecided"; readonly secret: string };

/** How a history is checked. */
export interface CheckHistoryOptions {
  /** Steps of the search for each secret; a million takes a fraction of a second. Default 5 000 000. */
  readonly limit?: number | undefined;
}

/**
 * Checks whether every operation of a history can have taken effect at one moment between its invocation
 * and its return, so that all answers are right. Every secret is absent at first.
 *
 * Secrets are checked one by one: a history is linearizable where it is so for each object (Herlihy and
 * Wing 1990, "locality"; A. Horn and D. Kroening, "Faster linearizability checking via
 * P-compositionality", FORTE 2015). What the entries of one secret show of each other is part of that: a read
 * of one state's user and another's password was the secret at no moment.
 *
 * @example
 * ```ts
 * const recorder = new HistoryRecorder();
 * const client = recorder.client("first", manager);
 * await client.register("db", { password: "…" });
 * assertLinearizable(recorder.history);
 * ```
 */
export function checkHistory(
  history: readonly RecordedOperation[],
  { limit = LIMIT }: CheckHistoryOptions = {},
): LinearizabilityVerdict {
  let undecided: string | undefined;
  for (const [secret, operations] of Map.groupBy(history, (each) => each.secret)) {
    const { kind } = search(operations, { limit });
    if (kind === "impossible") {
      return { kind: "not linearizable", secret, history: minimalHistory(operations, limit) };
    }
    if (kind === "undecided") undecided ??= secret;
  }
  return undecided === undefined
    ? { kind: "linearizable" }
    : { kind: "undecided", secret: undecided };
}
