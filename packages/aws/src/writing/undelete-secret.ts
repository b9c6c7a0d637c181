import type { Call, SecretPath, UndeleteOutcome } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";
import { isThere, look, type SecretView } from "../reading/look.ts";
import { decodeEntries, encodeEntries } from "../values/entries.ts";
import type { CommittedVersion } from "../versions/committed-versions.ts";
import { compareAndFollow } from "./commit.ts";
import { restoreSecret } from "./restore-secret.ts";
import { versionBefore, whenDeleted } from "./tombstone.ts";

/** Brings a deleted secret back, as it was before its tombstone. */
export async function undeleteSecret(
  api: SecretsApi,
  path: SecretPath,
  call: Call,
): Promise<UndeleteOutcome> {
  const view = await whenDeleted(api, path, await look(api, path, call), call);
  if (isThere(view)) return { kind: "exists" };
  const { type, current } = view ?? {};
  if (view === undefined || current === undefined) return { kind: "absent" };
  if (type === undefined) return { kind: "not_owned" };
  if (view.pendingDeletion) await restoreSecret(api, view.arn, call);
  // One that was deleted by other means than keykist's has no tombstone.
  if (!current.isTombstone) return { kind: "restored", revision: current.id };
  return commitBefore(api, path, { ...view, type, current }, call);
}

/**
 * Commits the state before the tombstone again, as a new version: a revision is never used twice, so that whoever
 * read the secret before it was deleted cannot guard with that.
 */
async function commitBefore(
  api: SecretsApi,
  path: SecretPath,
  view: SecretView & { readonly type: string; readonly current: CommittedVersion },
  call: Call,
): Promise<UndeleteOutcome> {
  const { arn, type, current } = view;
  const json = await valueBefore(api, view, call);
  const version = { path, arn, type, json, expected: current.id, stage: () => undefined };
  const committed = await compareAndFollow(api, version, call);
  if (committed.kind === "committed") return { kind: "restored", revision: committed.id };
  return { kind: isThere(committed.view) ? "exists" : "absent" };
}

async function valueBefore(
  api: SecretsApi,
  { arn, current, previous }: SecretView & { readonly current: CommittedVersion },
  call: Call,
): Promise<string> {
  try {
    const VersionId =
      previous?.isTombstone === false
        ? previous.id
        : versionBefore(await api.get(call, { SecretId: arn, VersionId: current.id }));
    if (VersionId !== undefined) {
      const version = await api.get(call, { SecretId: arn, VersionId });
      return encodeEntries(decodeEntries(version));
    }
  } catch (error) {
    if (!isNamed(error, "ResourceNotFoundException")) throw error;
  }
  throw new AwsStateError({
    code: "CORRUPT",
    retry: "never",
    outcome: "not_applied",
    reason: "AWS no longer has the version that was deleted",
    hint: "register the secret again",
  });
}
