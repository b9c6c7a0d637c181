import {
  type Call,
  type Classification,
  KeykistError,
  type SecretPath,
  type WriteOutcome,
} from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { classifyAwsError } from "../errors.ts";
import { isThere, look, type SecretView } from "../reading/look.ts";
import { compareAndFollow, type NextVersion } from "./commit.ts";
import { copyOf } from "./tombstone.ts";

/** A tombstone that AWS has refused to delete, or that was to be. */
export interface Tombstone extends Omit<NextVersion, "stage" | "expected"> {
  /** The id of its version. */
  readonly id: string;
  readonly stage: string;
  /** The version that it was to follow. */
  readonly follows: string;
  /** When others may take the name. */
  readonly notAfter: number;
}

/** The hint for a secret that keykist treats as deleted, and that other programs read. */
const HALF_DELETED =
  "keykist treats it as deleted, but other programs still read its value: deleteSecret finishes the deletion, undeleteSecret brings it back";

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
  const { path, arn, id, stage, follows, notAfter } = tombstone;
  try {
    const seen = await seenNow(api, path, call);
    const isInForce = seen !== "unseen" && seen?.current?.id === id;
    const overwritten = isInForce ? seen.previous : undefined;
    if (overwritten !== undefined && overwritten.id !== follows && !overwritten.isTombstone) {
      // Another program has written in between. Its value was in force, so it is the one to restore.
      const value = await copyOf(api, { arn, id: overwritten.id }, call);
      if (value !== undefined) return await putBack(api, { ...tombstone, value }, call);
    }
    if (call.clock.now() <= notAfter) {
      const move = { SecretId: arn, VersionStage: stage, RemoveFromVersionId: id };
      await api.moveStage(call, move, () => undefined);
      return "taken back";
    }
    // Others may have waited long enough by now, and be about to take the name: AWS has to compare.
    return await putBack(api, tombstone, call);
  } catch (error) {
    if (KeykistError.is(error)) throw error;
    const view = await seenNow(api, path, call);
    if (view === "unseen") throw leftHalfDeleted(refusal, call);
    if (view?.current?.id !== id || view.pendingDeletion) return "deleted";
    if (isThere(view)) return "taken back";
    throw leftHalfDeleted(refusal, call);
  }
}

/** Looks at a secret. Where even that is refused, what can be done is done all the same. */
async function seenNow(
  api: SecretsApi,
  path: SecretPath,
  call: Call,
): Promise<SecretView | "unseen" | undefined> {
  try {
    return await look(api, path, call);
  } catch (error) {
    if (KeykistError.is(error)) throw error;
    return "unseen";
  }
}

/** Commits a value as the version that follows the tombstone. */
async function putBack(
  api: SecretsApi,
  tombstone: Tombstone,
  call: Call,
): Promise<"taken back" | "deleted"> {
  const version = { ...tombstone, stage: undefined, expected: tombstone.id };
  const committed = await compareAndFollow(api, version, call);
  return committed.kind === "committed" ? "taken back" : "deleted";
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
  return new AwsStateError(
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
