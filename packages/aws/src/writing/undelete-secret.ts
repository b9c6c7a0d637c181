import { type Call, KeykistError, type SecretPath, type UndeleteOutcome } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isThere, look, type SecretView } from "../reading/look.ts";
import { assertChangeable } from "../reading/ties.ts";
import type { CommittedVersion } from "../versions/committed-versions.ts";
import { compareAndFollow } from "./commit.ts";
import { restoredFor } from "./restore-secret.ts";
import { copyOf, awaitDeletion } from "./tombstone.ts";

/** Brings a deleted secret back, as it was before its tombstone. */
export async function undeleteSecret(
  api: SecretsApi,
  path: SecretPath,
  call: Call,
): Promise<UndeleteOutcome> {
  const view = await awaitDeletion(api, path, await look(api, path, call), call);
  if (isThere(view)) return { kind: "exists" };
  const { type, current } = view ?? {};
  if (view === undefined || current === undefined) return { kind: "absent" };
  assertChangeable(view.ties);
  if (type === undefined) return { kind: "not_owned" };
  return restoredFor(api, view, call, {
    probe: async () => {
      if (current.isTombstone) await api.tryRead(call, "GetSecretValue", view.arn);
    },
    work: async () => {
      // One that was deleted by other means than keykist's has no tombstone.
      if (!current.isTombstone) return { kind: "restored", revision: current.id };
      return commitCopy(api, path, { ...view, type, current }, call);
    },
  });
}

/**
 * Commits the value of the tombstone again, as a new version: a revision is never used twice, so that whoever
 * read the secret before it was deleted cannot guard with that.
 */
async function commitCopy(
  api: SecretsApi,
  path: SecretPath,
  view: SecretView & { readonly type: string; readonly current: CommittedVersion },
  call: Call,
): Promise<UndeleteOutcome> {
  const { arn, type, current } = view;
  const value = await copyOf(api, { arn, id: current.id }, call);
  if (value === undefined) return { kind: "absent" };
  const version = { path, arn, type, value, expected: current.id };
  const committed = await compareAndFollow(api, version, call);
  if (committed.kind === "committed") {
    await takeStageOff(api, { arn, tombstone: current }, call);
    return { kind: "restored", revision: committed.id };
  }
  return { kind: isThere(committed.view) ? "exists" : "absent" };
}

/**
 * Takes its stage off the tombstone that was followed. It is the previous version now, and whoever moves AWSCURRENT back
 * to it, as the console does, means its value.
 */
async function takeStageOff(
  api: SecretsApi,
  { arn, tombstone }: { readonly arn: string; readonly tombstone: CommittedVersion },
  call: Call,
): Promise<void> {
  const { id, deletedStage: VersionStage } = tombstone;
  if (VersionStage === undefined) return;
  try {
    const move = { SecretId: arn, VersionStage, RemoveFromVersionId: id };
    await api.moveStage(call, move, () => undefined);
  } catch (error) {
    // The secret is back without this. The stage may also be on another tombstone by now: AWS refuses that rightly.
    if (KeykistError.is(error)) throw error;
  }
}
