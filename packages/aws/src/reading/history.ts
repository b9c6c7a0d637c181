import type { Call, HistoryEntry, Revision, SecretPath, StoredRecord } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";
import { decodeEntries } from "../values/entries.ts";
import { isThere, look, type SecretView } from "./look.ts";
import { ownershipOf } from "./read-secret.ts";
import { unendedDeletion } from "./unended-deletion.ts";

/*
 * Of the versions of a secret, those with the stages AWSCURRENT and AWSPREVIOUS were committed. Of one without a
 * stage nobody can tell: it may be older, or an attempt that lost.
 */

/** The committed states of a secret that AWS tells apart, newest first. */
export async function history(
  api: SecretsApi,
  path: SecretPath,
  call: Call,
): Promise<readonly HistoryEntry[] | undefined> {
  const view = await look(api, path, call);
  if (view?.pendingDeletion === false && view.current?.isTombstone === true)
    throw unendedDeletion();
  if (!isThere(view)) return undefined;
  const times = await versionTimes(api, view.arn, call);
  return committed(view).map((revision) => ({ revision, createdAt: times.get(revision) }));
}

/** Reads one of the states of {@link history}. */
export async function readRevision(
  api: SecretsApi,
  path: SecretPath,
  revision: Revision,
  call: Call,
): Promise<StoredRecord | undefined> {
  const view = await look(api, path, call);
  if (!isThere(view) || !committed(view).includes(revision)) return undefined;
  try {
    const version = await api.get(call, { SecretId: view.arn, VersionId: revision });
    return {
      entries: decodeEntries(version),
      revision,
      updatedAt: version.CreatedDate,
      ...ownershipOf(view),
    };
  } catch (error) {
    // Deleted since it was looked at, which the base finds out when it looks for the secret itself.
    if (isNamed(error, "ResourceNotFoundException", "InvalidRequestException")) return undefined;
    throw error;
  }
}

function committed({ current, previous }: SecretView): readonly Revision[] {
  return [current, previous]
    .filter((version) => version !== undefined)
    .filter(({ isTombstone }) => !isTombstone)
    .map(({ id }) => id);
}

async function versionTimes(
  api: SecretsApi,
  arn: string,
  call: Call,
): Promise<ReadonlyMap<string, Date>> {
  // Those with a stage: at most 20, one page.
  const { Versions = [] } = await api.listVersions(call, { SecretId: arn });
  const times = new Map<string, Date>();
  for (const { VersionId, CreatedDate } of Versions)
    if (VersionId !== undefined && CreatedDate !== undefined) times.set(VersionId, CreatedDate);
  return times;
}
