import type { Observation } from "../../conformance-case.ts";
import type { Contents } from "../../operations-under-test.ts";
import type { SecretState } from "../../secret-state.ts";
import type { CrashOptions } from "./crashed.ts";

/** Where a process can end, in an operation of so many steps. */
export function crashPoints(steps: number): readonly Pick<CrashOptions, "step" | "when">[] {
  return Array.from({ length: steps }, (_each, index) => index + 1).flatMap((step) => [
    { step, when: "before" as const },
    { step, when: "after" as const },
  ]);
}

/** What was found after one crash. */
export interface Seen {
  /** The operation and the place. */
  readonly what: string;
  readonly state: SecretState;
  readonly isWrite: boolean;
}

/** What was seen of the crashes of one round. One process at a time: nobody is in anybody's way. */
export function observationOf(contents: Contents, seen: readonly Seen[]): Observation {
  return {
    history: JSON.stringify([contents, seen]),
    atOnce: false,
    overlappingWrites: false,
    conflicts: 0,
    retries: 0,
    ambiguous: seen.filter(({ isWrite }) => isWrite).length,
    refused: 0,
  };
}
