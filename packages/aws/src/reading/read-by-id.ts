import { type Call, isSecretName, KeykistError, type StoredRecord } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isDenied, isNamed } from "../errors.ts";
import { SCOPED } from "../names.ts";
import { decodeEntries } from "../values/entries.ts";
import { CURRENT, isTombstone } from "../versions/stages.ts";
import { isWithoutVersion } from "./read-secret.ts";

/**
 * Reads a secret by a name of AWS that keykist gives to none, such as `/app/db` or `rds!cluster-1`, or by its ARN, which
 * may be of another account.
 *
 * @throws KeykistError `INVALID_NAME` for a secret that has a name in keykist, or belongs to a scope
 */
export async function readById(
  api: SecretsApi,
  id: string,
  call: Call,
): Promise<StoredRecord | undefined> {
  const name = nameIn(id);
  if (name.startsWith(SCOPED)) throw ofScope();
  if (id === name && isSecretName(id)) throw hasName(id);
  try {
    const version = await api.get(call, { SecretId: id, VersionStage: CURRENT });
    const { Name = "", ARN, VersionId: revision = "", CreatedDate: updatedAt } = version;
    if (Name.startsWith(SCOPED)) throw ofScope();
    if (isTombstone(version.VersionStages)) return undefined;
    if (isSecretName(Name) && (await arnOf(api, Name, call)) === ARN) throw hasName(Name);
    return { entries: decodeEntries(version), revision, updatedAt, type: undefined, owned: false };
  } catch (error) {
    if (isWithoutVersion(error)) return emptyRecord(api, id, call);
    // Pending deletion is a state in which AWS does not give the value.
    if (isNamed(error, "ResourceNotFoundException", "InvalidRequestException")) return undefined;
    throw error;
  }
}

/** The name in an ARN, which has a hyphen and six characters behind it; of anything else, the same. */
function nameIn(id: string): string {
  const resource = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.+)$/u.exec(id)?.[1];
  return resource === undefined ? id : resource.replace(/-[A-Za-z0-9]{6}$/u, "");
}

/** The ARN of the secret that has a name in the account of the manager. */
async function arnOf(api: SecretsApi, name: string, call: Call): Promise<string | undefined> {
  try {
    return (await api.describe(call, name)).ARN;
  } catch (error) {
    if (isDenied(error) || isNamed(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

async function emptyRecord(api: SecretsApi, id: string, call: Call): Promise<StoredRecord> {
  const { ARN = id, CreatedDate: createdAt } = await api.describe(call, id);
  return { entries: new Map(), revision: `none:${ARN}`, createdAt, type: undefined, owned: false };
}

function hasName(name: string): KeykistError {
  return new KeykistError("INVALID_NAME", "the secret has a name in keykist", {
    hint: `name it ${JSON.stringify(name)}, without id:`,
  });
}

function ofScope(): KeykistError {
  return new KeykistError("INVALID_NAME", "the secret belongs to a scope of keykist", {
    hint: "read it by its name, through a manager with that scope",
  });
}
