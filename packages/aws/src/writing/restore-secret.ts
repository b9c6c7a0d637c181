import { type Call, KeykistError } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { classifyAwsError, isNamed, isNotApplied } from "../errors.ts";
import type { SecretView } from "../reading/look.ts";
import { DELETION_TIME } from "./tombstone.ts";

/** The window of a deletion that is begun again. */
const RecoveryWindowInDays = 30;

/** The work that a deletion is cancelled for. */
export interface Restoration<T> {
  /**
   * A read that the work begins with. AWS looks at permissions before it looks at the secret's state: whoever may not do
   * this is refused while the secret is still deleted.
   */
  readonly probe: () => Promise<void>;
  readonly work: () => Promise<T>;
}

/**
 * Cancels the deletion of a secret for something that is done to it. Where AWS refuses that for good, the secret is
 * deleted again: other programs must not go on reading what was deleted.
 */
export async function restoredFor<T>(
  api: SecretsApi,
  { arn, pendingDeletion }: SecretView,
  call: Call,
  { probe, work }: Restoration<T>,
): Promise<T> {
  if (!pendingDeletion) return work();
  await probe();
  await restore(api, arn, call);
  const notAfter = call.clock.now() + DELETION_TIME;
  try {
    return await work();
  } catch (error) {
    if (KeykistError.is(error) || !isDefinite(error, call)) throw error;
    throw await deletedAgain(api, { arn, error, notAfter }, call);
  }
}

/** Cancels the deletion of a secret. One that is not pending deletion stays as it is. */
async function restore(api: SecretsApi, arn: string, call: Call): Promise<void> {
  try {
    await api.restore(call, arn);
  } catch (error) {
    // Someone else was first, or it is gone by now: the commit that follows finds out.
    if (!isNamed(error, "InvalidRequestException", "ResourceNotFoundException")) throw error;
  }
}

/** Reports whether a failure changed nothing, and no retry can be under way. */
function isDefinite(error: unknown, { operation }: Call): boolean {
  if (error instanceof AwsStateError) return error.classification.outcome === "not_applied";
  return (
    isNotApplied(error) && classifyAwsError(error, { operation, step: undefined }) !== undefined
  );
}

/** Deletes a secret again, and gives the error that says what became of it. */
async function deletedAgain(
  api: SecretsApi,
  {
    arn,
    error,
    notAfter,
  }: { readonly arn: string; readonly error: unknown; readonly notAfter: number },
  call: Call,
): Promise<unknown> {
  const { operation } = call;
  const classified = classifyAwsError(error, { operation, step: "PutSecretValue" });
  if (classified === undefined) return error;
  try {
    await api.delete(
      call,
      { SecretId: arn, RecoveryWindowInDays },
      { isLate: () => call.clock.now() > notAfter, onFailure: () => undefined },
    );
    const outcome = { outcome: "not_applied", outcomeOf: "operation" } as const;
    return new AwsStateError({ ...classified, ...outcome }, error);
  } catch (second) {
    if (KeykistError.is(second)) throw second;
    const { hint, ...rest } = classified;
    const now =
      "keykist still treats it as deleted, but other programs read its value again: undeleteSecret brings it back, deleteSecret finishes the deletion";
    return new AwsStateError(
      {
        ...rest,
        outcome: "unknown",
        outcomeOf: "operation",
        hint: hint === undefined ? now : `${hint}; ${now}`,
      },
      error,
    );
  }
}
