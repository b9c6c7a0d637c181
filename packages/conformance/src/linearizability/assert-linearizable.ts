import assert from "node:assert/strict";
import { checkHistory, type CheckHistoryOptions } from "./check-history.ts";
import { formatHistory } from "./format-history.ts";
import type { RecordedOperation } from "./history.ts";

/**
 * Asserts that a history is linearizable; the error shows as little of it as is wrong.
 *
 * @param what stands before the message; say how to repeat the run
 * @throws AssertionError where it is not, and where that could not be decided
 */
export function assertLinearizable(
  history: readonly RecordedOperation[],
  what = "a history",
  options: CheckHistoryOptions = {},
): void {
  const verdict = checkHistory(history, options);
  assert.ok(
    verdict.kind !== "undecided",
    `${what}: whether it is linearizable could not be decided within the limit`,
  );
  if (verdict.kind === "linearizable") return;
  assert.fail(
    `${what}: no order of these operations on one secret explains the last answer\n${formatHistory(verdict.history)}`,
  );
}
