import type { Call, Classification } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { classifyAwsError } from "../errors.ts";
import { isThere, lookAfter } from "../reading/look.ts";
import { compareAndFollow, type NextVersion } from "./commit.ts";

/** A tombstone that AWS has refused to delete, or that was to be. */
export interface Tombstone extends Omit<NextVersion, "stage" | "expected"> {
  /** The id of its version. */
  readonly id: string;
  readonly stage: string;
  /** When others may take the name. */
  readonly notAfter: number;
}

/** The hint for a secret that keykist takes as deleted, and other programs read. */
const HALF_DELETED =
  "for keykist it is deleted, and other programs still read its value: deleteSecret ends that, undeleteSecret brings it back";

/**
 * Takes a tombstone back after AWS has refused to delete the secret: its value is that of the state before, so that
 * without its stage the secret is as it was, for every reader.
 *
 * @returns `deleted` where others have ended the deletion, or have taken the name
 * @throws AwsStateError `unknown` where AWS refuses this too
 */
export async function takeBack(
  api: SecretsApi,
  tombstone: Tombstone,
  refusal: unknown,
  call: Call,
): Promise<"taken back" | "deleted"> {
  const { path, arn, id, stage, notAfter } = tombstone;
  try {
    if (call.clock.now() <= notAfter) {
      const move = { SecretId: arn, VersionStage: stage, RemoveFromVersionId: id };
      await api.moveStage(call, move, () => undefined);
      return "taken back";
    }
    // Others may have waited long enough by now, and be about to take the name: AWS has to compare.
    const committed = await compareAndFollow(
      api,
      { ...tombstone, stage: undefined, expected: id },
      call,
    );
    return committed.kind === "committed" ? "taken back" : "deleted";
  } catch (error) {
    const view = await lookAfter(api, path, error, call);
    if (view?.current?.id !== id || view.pendingDeletion) return "deleted";
    if (isThere(view)) return "taken back";
    throw leftHalfDeleted(refusal, call);
  }
}

/** The error for a deletion that AWS has refused, and that left everything as it was. */
export function refusedDeletion(refusal: unknown, call: Call): AwsStateError {
  const outcome = { outcome: "not_applied", outcomeOf: "operation" } as const;
  return new AwsStateError({ ...classified(refusal, call), ...outcome }, refusal);
}

/** The error for a deletion that was cut short before, and that AWS still refuses to end. */
export function refusedToEnd(refusal: unknown, call: Call): AwsStateError {
  const { hint, ...rest } = classified(refusal, call);
  return new AwsStateError(
    {
      ...rest,
      outcome: "not_applied",
      outcomeOf: "operation",
      hint: [hint, HALF_DELETED].filter((each) => each !== undefined).join("; "),
    },
    refusal,
  );
}

/** The error for a deletion of which nobody can tell the end, or that could not be taken back. */
export function leftHalfDeleted(refusal: unknown, call: Call): AwsStateError {
  const { hint, ...rest } = classified(refusal, call);
  return new AwsStateError(
    {
      ...rest,
      outcome: "unknown",
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
