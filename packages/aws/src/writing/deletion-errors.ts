import type { Call, Classification, WriteOutcome } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import { classifyAwsError } from "../errors.ts";

/** The hint for a secret that keykist treats as deleted, and that other programs read. */
const HALF_DELETED =
  "keykist treats it as deleted, but other programs still read its value: deleteSecret finishes the deletion, undeleteSecret brings it back";

/** Why a secret is left with a tombstone, and AWS does not delete it. */
export class HalfDeletedError extends AwsStateError {
  /** The error of AWS, which says nothing of this secret alone. */
  readonly refusal: unknown;

  constructor(classification: Classification, refusal: unknown) {
    super(classification, refusal);
    this.refusal = refusal;
  }
}

/** The error for a deletion that AWS has refused, and that left everything as it was. */
export function refusedDeletion(refusal: unknown, call: Call): AwsStateError {
  const outcome = { outcome: "not_applied", outcomeOf: "operation" } as const;
  return new AwsStateError({ ...classified(refusal, call), ...outcome }, refusal);
}

/** The error for a deletion that was cut short before, and that AWS still refuses to end. */
export function refusedToEnd(refusal: unknown, call: Call): AwsStateError {
  return halfDeleted(refusal, "not_applied", call);
}

/** The error for a deletion whose end nobody can tell, or that could not be taken back. */
export function leftHalfDeleted(refusal: unknown, call: Call): AwsStateError {
  return halfDeleted(refusal, "unknown", call);
}

function halfDeleted(
  refusal: unknown,
  outcome: Exclude<WriteOutcome, "applied">,
  call: Call,
): AwsStateError {
  const { hint, ...rest } = classified(refusal, call);
  return new HalfDeletedError(
    {
      ...rest,
      outcome,
      outcomeOf: "operation",
      hint: [hint, HALF_DELETED].filter((each) => each !== undefined).join("; "),
    },
    refusal,
  );
}

function classified(refusal: unknown, { operation }: Call): Classification {
  return (
    classifyAwsError(refusal, { operation, step: "DeleteSecret" }) ?? {
      code: "UNKNOWN",
      retry: "never",
    }
  );
}
