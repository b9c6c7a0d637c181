import type { Call, RemoveOutcome, Revision, SecretPath } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { NotSent } from "../client/not-sent.ts";
import { isNamed } from "../errors.ts";
import { look } from "../reading/look.ts";
import { deletedStage } from "../versions/stages.ts";
import { compareAndFollow, follow } from "./commit.ts";
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
  for (let view = await look(api, path, call); ;) {
    const found = refusalOf(view, expected);
    if (found.kind !== "writable") return found;
    const { arn, type, current } = found.view;
    const began = call.clock.now();
    const json = encodeTombstone(current.id);
    const version = { path, arn, type, json, expected: current.id, stage: deletedStage };
    const committed = await (expected === undefined ? follow : compareAndFollow)(
      api,
      version,
      call,
    );
    if (committed.kind === "committed") {
      await deleteIt(api, arn, { recoveryWindowDays, notAfter: began + DELETION_TIME }, call);
      return { kind: "removed" };
    }
    if (expected !== undefined) return lostTo(committed.view);
    // Somebody else was first, and what they wrote is to be deleted.
    view = committed.view;
  }
}

/**
 * Asks AWS to delete a secret that has a tombstone. Whoever registers the name again waits so long for it; after that
 * the secret may be theirs, and nothing is sent any more. It is deleted for keykist either way.
 */
async function deleteIt(
  api: SecretsApi,
  SecretId: string,
  {
    recoveryWindowDays: days,
    notAfter,
  }: { readonly recoveryWindowDays: number; readonly notAfter: number },
  call: Call,
): Promise<void> {
  const isLate = (): boolean => call.clock.now() > notAfter;
  if (isLate()) return;
  try {
    await api.delete(
      call,
      days === 0
        ? { SecretId, ForceDeleteWithoutRecovery: true }
        : { SecretId, RecoveryWindowInDays: days },
      isLate,
    );
  } catch (error) {
    // It is pending deletion already, or gone: by an earlier try, or by somebody else.
    if (isNamed(error, "InvalidRequestException", "ResourceNotFoundException")) return;
    if (!(error instanceof NotSent)) throw error;
  }
}
