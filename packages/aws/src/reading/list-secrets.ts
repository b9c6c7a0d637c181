import type {
  Filter,
  ListSecretsCommandOutput,
  SecretListEntry,
} from "@aws-sdk/client-secrets-manager";
import type { Call, RecordSummary } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { MANAGED_TAG, ownedType } from "../tags.ts";
import { committedVersions } from "../versions/committed-versions.ts";

/** The most secrets that AWS lists on a page. */
export const PAGE = 100;

/** What every path of a scope other than `none` begins with. */
const SCOPED = "keykist/";

/**
 * The secrets of keykist whose names begin with a prefix. AWS filters as it sees fit (tags by their prefix, a page
 * may be empty), so that all is checked again here.
 */
export async function* listSecrets(
  api: SecretsApi,
  prefix: string,
  call: Call,
): AsyncIterable<RecordSummary> {
  const Filters = filtersFor(prefix);
  let token: string | undefined;
  do {
    const page: ListSecretsCommandOutput = await api.list(call, {
      Filters,
      MaxResults: PAGE,
      ...(token !== undefined && { NextToken: token }),
    });
    for (const entry of page.SecretList ?? []) {
      const summary = summaryOf(entry);
      if (summary?.path.startsWith(prefix) === true) yield summary;
    }
    token = page.NextToken;
  } while (token !== undefined);
}

function filtersFor(prefix: string): Filter[] {
  // Without a prefix, all that other scopes have would be listed, too; `!` means "does not begin with".
  const name = prefix === "" ? `!${SCOPED}` : prefix;
  return [
    { Key: "tag-key", Values: [MANAGED_TAG] },
    { Key: "name", Values: [name] },
  ];
}

function summaryOf({
  Name,
  Tags,
  CreatedDate,
  LastChangedDate,
  DeletedDate,
  SecretVersionsToStages,
}: SecretListEntry): RecordSummary | undefined {
  const type = ownedType(Tags);
  const { current } = committedVersions(SecretVersionsToStages);
  const isListed = DeletedDate === undefined && current?.isTombstone === false;
  if (Name === undefined || type === undefined || !isListed) return undefined;
  return {
    path: Name,
    type,
    revision: current.id,
    owned: true,
    createdAt: CreatedDate,
    updatedAt: LastChangedDate,
  };
}
