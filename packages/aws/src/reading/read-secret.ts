import type { GetSecretValueCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Call, SecretPath, StoredRecord } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";
import { isAbout } from "../names.ts";
import { decodeEntries, type SecretValue } from "../values/entries.ts";
import { CURRENT, isTombstone } from "../versions/stages.ts";
import { isOfType } from "../versions/version-id.ts";
import { isThere, look, type SecretView } from "./look.ts";

/** Tries of a read that AWS refuses, where a look shows no reason for it. */
const MAXIMUM_ATTEMPTS = 5;

/** A version with its value, as a read or a batch gives it. */
export interface ReadVersion extends SecretValue {
  readonly VersionId?: string | undefined;
  readonly VersionStages?: readonly string[] | undefined;
  readonly CreatedDate?: Date | undefined;
}

/** Reads the current version of a secret. */
export async function readSecret(
  api: SecretsApi,
  path: SecretPath,
  call: Call,
): Promise<StoredRecord | undefined> {
  const version = await currentVersion(api, path, call);
  return version && recordOf(api, path, version, call);
}

/** The record of a version that was read; its type is looked up, unless the version is of the one expected. */
export async function recordOf(
  api: SecretsApi,
  path: SecretPath,
  version: ReadVersion,
  call: Call,
): Promise<StoredRecord | undefined> {
  const { VersionId: revision = "", CreatedDate: updatedAt } = version;
  if (isTombstone(version.VersionStages)) return undefined;
  const read = { entries: decodeEntries(version), revision, updatedAt };
  const { type } = call.wanted;
  if (type !== undefined && isOfType(revision, type)) return { ...read, type, owned: true };
  const view = await look(api, path, call);
  return isThere(view) ? { ...read, ...ownershipOf(view) } : undefined;
}

/** What a view says of a secret, beside its value. */
export function ownershipOf({
  type,
  createdAt,
}: SecretView): Pick<StoredRecord, "type" | "owned" | "createdAt"> {
  return { type, owned: type !== undefined, createdAt };
}

async function currentVersion(
  api: SecretsApi,
  path: SecretPath,
  call: Call,
): Promise<GetSecretValueCommandOutput | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const version = await api.get(call, { SecretId: path.full, VersionStage: CURRENT });
      return isAbout(version, path.full) ? version : undefined;
    } catch (error) {
      if (isNamed(error, "ResourceNotFoundException")) return undefined;
      if (!isNamed(error, "InvalidRequestException")) throw error;
      // What is pending deletion cannot be read; nor can what is in some other unusual state.
      if (!isThere(await look(api, path, call))) return undefined;
      // It may have been brought back between the two.
      if (attempt === MAXIMUM_ATTEMPTS) throw error;
    }
  }
}
