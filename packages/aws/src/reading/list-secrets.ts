import type {
  Filter,
  ListSecretsCommandOutput,
  SecretListEntry,
} from "@aws-sdk/client-secrets-manager";
import { type Call, isSecretName, type RecordSummary, type Wanted } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { SCOPED } from "../names.ts";
import { MANAGED_TAG, ownedType } from "../tags.ts";
import { committedVersions } from "../versions/committed-versions.ts";

/** The most secrets that AWS lists on a page. */
export const PAGE = 100;

/** Put before a name that is not in keykist's grammar. Such a secret is read by its id. */
const READ_BY_ID = "id:";

/**
 * Lists the secrets whose names begin with a prefix: keykist's, or what something else made. AWS filters as it sees fit
 * (tags by their prefix, a page may be empty), so that all is checked again here.
 */
export async function* listSecrets(
  api: SecretsApi,
  prefix: string,
  call: Call,
): AsyncIterable<RecordSummary> {
  const { owned } = call.wanted;
  const Filters = filtersFor(prefix, owned);
  const summaryOf = owned === "owned" ? ownedSummary : unownedSummary;
  // Only whoever deletes all is shown a deletion that did not finish: it is ended with the others.
  const withUnended = call.operation === "deleteAllSecrets";
  let token: string | undefined;
  do {
    const page: ListSecretsCommandOutput = await api.list(call, {
      Filters,
      MaxResults: PAGE,
      ...(token !== undefined && { NextToken: token }),
    });
    for (const entry of page.SecretList ?? []) {
      const summary = summaryOf(entry, withUnended);
      if (summary?.path.startsWith(prefix) === true) yield summary;
    }
    token = page.NextToken;
  } while (token !== undefined);
}

function filtersFor(prefix: string, owned: Wanted["owned"]): Filter[] {
  return owned === "owned" ? ownedFilters(prefix) : [nameFilter(prefix)];
}

/** What AWS is asked for, where keykist's secrets are listed. */
export function ownedFilters(prefix: string): Filter[] {
  return [{ Key: "tag-key", Values: [MANAGED_TAG] }, nameFilter(prefix)];
}

function nameFilter(prefix: string): Filter {
  // Without a prefix, AWS would also list secrets of other scopes. `!` means "does not begin with".
  const name = prefix === "" ? `!${SCOPED}` : withoutMark(prefix);
  return { Key: "name", Values: [name] };
}

function withoutMark(prefix: string): string {
  return prefix.startsWith(READ_BY_ID) ? prefix.slice(READ_BY_ID.length) : prefix;
}

/** What can be adopted: also a secret that has no version yet. */
function unownedSummary({
  Name,
  Tags,
  CreatedDate,
  LastChangedDate,
  DeletedDate,
}: SecretListEntry): RecordSummary | undefined {
  const isListed = DeletedDate === undefined && ownedType(Tags) === undefined;
  if (Name === undefined || !isListed) return undefined;
  const times = { createdAt: CreatedDate, updatedAt: LastChangedDate };
  const isPath: boolean = Name.startsWith(SCOPED) || isSecretName(Name);
  return { path: isPath ? Name : `${READ_BY_ID}${Name}`, owned: false, ...times };
}

function ownedSummary(
  {
    ARN = "",
    Name,
    Tags,
    CreatedDate,
    LastChangedDate,
    DeletedDate,
    SecretVersionsToStages,
  }: SecretListEntry,
  withUnended: boolean,
): RecordSummary | undefined {
  const type = ownedType(Tags);
  const { current } = committedVersions(ARN, SecretVersionsToStages);
  if (Name === undefined || type === undefined || DeletedDate !== undefined) return undefined;
  if (current === undefined || (current.isTombstone && !withUnended)) return undefined;
  return {
    path: Name,
    type,
    revision: current.id,
    owned: true,
    createdAt: CreatedDate,
    updatedAt: LastChangedDate,
  };
}

/** Reports whether a secret of keykist's has a tombstone, and AWS does not delete it. */
export function isUnendedEntry({
  ARN = "",
  Tags,
  DeletedDate,
  SecretVersionsToStages,
}: SecretListEntry): boolean {
  const { current } = committedVersions(ARN, SecretVersionsToStages);
  return (
    DeletedDate === undefined && ownedType(Tags) !== undefined && current?.isTombstone === true
  );
}
