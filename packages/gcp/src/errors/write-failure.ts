import type { Classification, WriteOutcome } from "@keykist/core";
import { messageOf } from "./status.ts";

/**
 * An error of a write whose outcome is known, whatever its steps did: a write takes effect only with the manifest that it
 * commits. In all else it equals the error that ended the write.
 */
export class WriteFailure extends Error {
  readonly ending: unknown;
  readonly outcome: WriteOutcome;
  readonly code: unknown;

  constructor(ending: unknown, outcome: WriteOutcome) {
    super(messageOf(ending));
    this.ending = ending;
    this.outcome = outcome;
    this.code = Reflect.get(Object(ending), "code");
    if (!(ending instanceof Error)) return;
    this.name = ending.name;
    if (ending.stack !== undefined) this.stack = ending.stack;
  }
}

/** Classifies the failure of a write, if the error that ended it is known. */
export function classifyWriteFailure(
  { outcome }: WriteFailure,
  meaning: Classification | undefined,
): Classification | undefined {
  return meaning === undefined ? undefined : { ...meaning, outcome, outcomeOf: "operation" };
}
