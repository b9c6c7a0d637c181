import { type Call, KeykistError, type SecretPath } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isThere, look, type SecretView } from "../reading/look.ts";
import { compareAndFollow, type NextVersion } from "./commit.ts";
import { leftHalfDeleted } from "./deletion-errors.ts";
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
