import type { GetSecretValueCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Call, SecretPath, StoredRecord } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isDenied, isNamed } from "../errors.ts";
import { isAbout } from "../names.ts";
import { decodeEntries, type SecretValue } from "../values/entries.ts";
import { isNoVersion } from "../versions/committed-versions.ts";
import { CURRENT, isTombstone } from "../versions/stages.ts";
import { isOfType } from "../versions/version-id.ts";
import { isThere, look, type SecretView } from "./look.ts";
import { unendedDeletion } from "./unended-deletion.ts";

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
  if (version === "none") return withoutVersion(api, path, call);
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
  if (isTombstone(version.VersionStages)) throw unendedDeletion();
  const read = { entries: decodeEntries(version), revision, updatedAt };
  const { type } = call.wanted;
  if (type !== undefined && isOfType(revision, type)) return { ...read, type, owned: true };
  try {
    const view = await look(api, path, call);
    return isThere(view) ? { ...read, ...ownershipOf(view) } : undefined;
  } catch (error) {
    if (type === undefined || !isOnlyRead(call) || !isDenied(error)) throw error;
    // Who may read values alone is given this one, checked against the schema that was asked for.
    return { ...read, type: undefined, owned: false };
  }
}

/** Reports whether the type of a secret is not shown, and nothing is written that depends on it. */
function isOnlyRead({ operation }: Call): boolean {
  return operation === "getSecret" || operation === "getSecrets";
}

/** The record of a secret without a version, as terraform, CDK and the console make it. */
export async function withoutVersion(
  api: SecretsApi,
  path: SecretPath,
  call: Call,
): Promise<StoredRecord | undefined> {
  const view = await look(api, path, call);
  if (!isThere(view) || !isNoVersion(view.current.id)) return undefined;
  return { entries: new Map(), revision: view.current.id, ...ownershipOf(view) };
}

/** Reports whether AWS has the secret, and says that it lacks the version that was asked for. */
export function isWithoutVersion(error: unknown): boolean {
  const message: unknown = Reflect.get(Object(error), "message");
  return (
    isNamed(error, "ResourceNotFoundException") &&
    typeof message === "string" &&
    /secret value|staging label/iu.test(message)
  );
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
): Promise<GetSecretValueCommandOutput | "none" | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const version = await api.get(call, { SecretId: path.full, VersionStage: CURRENT });
      return isAbout(version, path.full) ? version : undefined;
    } catch (error) {
      if (isWithoutVersion(error)) return "none";
      if (isNamed(error, "ResourceNotFoundException")) return undefined;
      if (!isNamed(error, "InvalidRequestException")) throw error;
      // What is pending deletion cannot be read; nor can what is in some other unusual state.
      if (!isThere(await look(api, path, call))) return undefined;
      // It may have been brought back between the two.
      if (attempt === MAXIMUM_ATTEMPTS) throw error;
    }
  }
}
