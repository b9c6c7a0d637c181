import type { SecretListEntry } from "@aws-sdk/client-secrets-manager";
import { passes } from "./list-filters.ts";
import type { AnswerOf, RequestOf } from "./operations.ts";
import { pageOf, type Place } from "./paging.ts";
import { shownSecret } from "./secret-operations.ts";
import type { SecretsService } from "./secrets-service.ts";
import { notModelled } from "./service-error.ts";
import type { StoredSecret } from "./stored-secret.ts";
import { shownStages } from "./version-operations.ts";

/** Lists secrets, a page at a time; those that are marked for deletion where they are asked for. */
export function listSecrets(
  service: SecretsService,
  request: RequestOf<"ListSecrets">,
  at: number,
): AnswerOf<"ListSecrets"> {
  const { IncludePlannedDeletion = false, MaxResults = 100, NextToken, Filters = [] } = request;
  const { SortOrder = "desc", SortBy = "created-date" } = request;
  const { items, nextToken } = pageOf({
    items: service
      .all(at)
      .filter((secret) => isListed(secret, { withDeleted: IncludePlannedDeletion }))
      .filter((secret) => passes(secret, Filters)),
    placeOf: placeBy(SortBy),
    order: SortOrder,
    size: MaxResults,
    listing: JSON.stringify(["ListSecrets", IncludePlannedDeletion, Filters, SortOrder, SortBy]),
    token: NextToken,
    filling: () => service.pageFilling(),
  });
  return {
    SecretList: items.map(listedSecret),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
}

function listedSecret(secret: StoredSecret): SecretListEntry {
  const stages = secret.versions.size > 0 && {
    SecretVersionsToStages: shownStages(secret.versions),
  };
  return { ...shownSecret(secret), ...stages };
}

/** Whether lists show a secret; what is being deleted by force they do not. */
export function isListed(
  { deletion }: StoredSecret,
  { withDeleted }: { readonly withDeleted: boolean },
): boolean {
  return deletion === undefined || (withDeleted && deletion.kind === "scheduled");
}

function placeBy(
  sortBy: NonNullable<RequestOf<"ListSecrets">["SortBy"]>,
): (secret: StoredSecret) => Place {
  switch (sortBy) {
    case "created-date":
      return ({ createdAt, name }) => ({ value: createdAt, name });
    case "last-changed-date":
      return ({ changedAt, name }) => ({ value: changedAt, name });
    case "name":
      return ({ name }) => ({ value: name, name });
    case "last-accessed-date":
      throw notModelled("the dates of accesses, which SortBy asks for");
  }
}
