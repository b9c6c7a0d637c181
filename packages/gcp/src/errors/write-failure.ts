import type { Classification, WriteOutcome } from "@keykist/core";
import { messageOf } from "./status.ts";

/**
 * An error of a write of which it is known what became of the write, whatever its steps did: a write takes effect with
 * the manifest that it commits, and with nothing else. For the rest it is as the error that ended the write.
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

/** What a failure of a write means, where the error that ended it means something. */
export function classifyWriteFailure(
  { outcome }: WriteFailure,
  meaning: Classification | undefined,
): Classification | undefined {
  return meaning === undefined ? undefined : { ...meaning, outcome, outcomeOf: "operation" };
}
