import type { Call, RemoveOutcome, Revision, SecretPath } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";
import { look } from "../reading/look.ts";
import { DELETED } from "../versions/stages.ts";
import { freshVersionId } from "../versions/version-id.ts";
import { commit, putCurrent } from "./commit.ts";
import { lostTo, refusalOf } from "./refusals.ts";
import { DELETION_TIME, encodeTombstone } from "./tombstone.ts";

/** What is deleted, and how. */
export interface Removal {
  readonly expected: Revision | undefined;
  /** How long AWS keeps it; 0 is not at all. */
  readonly recoveryWindowDays: number;
}

/**
 * Deletes a secret: first a tombstone becomes its current version, which is the commit and can be guarded; then
 * AWS is asked to delete it, which takes no condition.
 */
export async function removeSecret(
  api: SecretsApi,
  path: SecretPath,
  { expected, recoveryWindowDays }: Removal,
  call: Call,
): Promise<RemoveOutcome> {
  const found = refusalOf(await look(api, path, call), expected);
  if (found.kind !== "writable") return found;
  const { arn, type, current } = found.view;
  const began = call.clock.now();
  const tombstone = { path, arn, json: encodeTombstone(current) };
  const committed =
    expected === undefined
      ? await putCurrent(
          api,
          { ...tombstone, id: freshVersionId("tombstone", type), stages: [DELETED] },
          call,
        )
      : await commit(
          api,
          { ...tombstone, kind: "tombstone", type, expected, stage: DELETED },
          call,
        );
  if (committed.kind === "lost") return lostTo(committed.view);
  // Whoever registers the name again waits so long; after that the secret may be theirs.
  if (call.clock.now() - began <= DELETION_TIME) {
    await deleteIt(api, arn, recoveryWindowDays, call);
  }
  return { kind: "removed" };
}

async function deleteIt(
  api: SecretsApi,
  SecretId: string,
  days: number,
  call: Call,
): Promise<void> {
  try {
    await api.delete(
      call,
      days === 0
        ? { SecretId, ForceDeleteWithoutRecovery: true }
        : { SecretId, RecoveryWindowInDays: days },
    );
  } catch (error) {
    // It is pending deletion already, or gone: by an earlier try, or by somebody else.
    if (!isNamed(error, "InvalidRequestException", "ResourceNotFoundException")) throw error;
  }
}
