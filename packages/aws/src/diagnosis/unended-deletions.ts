import type { ListSecretsCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Diagnosis } from "@keykist/core";
import type { AwsClient, AwsSdk } from "../client/aws-client.ts";
import { isUnendedEntry, ownedFilters, PAGE } from "../reading/list-secrets.ts";
import { problemOf } from "./problem-of.ts";

/** Where deletions that did not finish are looked for. */
export interface ListedPlace {
  readonly sdk: AwsSdk;
  readonly client: AwsClient;
  /** What the names of all secrets of the manager begin with. */
  readonly prefix: string;
  readonly signal: AbortSignal;
}

/**
 * Finds secrets whose deletion did not finish, one finding each: no list of keykist's shows them. The pages of a list
 * hold all that it takes, so that there is no call for a single secret.
 */
export async function* lookForUnendedDeletions({
  sdk,
  client,
  prefix,
  signal,
}: ListedPlace): AsyncIterable<Diagnosis> {
  const Filters = ownedFilters(prefix);
  let token: string | undefined;
  try {
    do {
      const page: ListSecretsCommandOutput = await client.send(
        new sdk.ListSecretsCommand({
          Filters,
          MaxResults: PAGE,
          ...(token !== undefined && { NextToken: token }),
        }),
        { abortSignal: signal },
      );
      for (const entry of page.SecretList ?? []) {
        const { Name = "" } = entry;
        if (Name.startsWith(prefix) && isUnendedEntry(entry))
          yield finding(Name.slice(prefix.length));
      }
      token = page.NextToken;
    } while (token !== undefined);
  } catch (error) {
    const says = signal.aborted ? "the time was up" : problemOf("secrets", error).says;
    yield { status: "note", about: "secrets", says: `not all were looked at: ${says}` };
  }
}

function finding(name: string): Diagnosis {
  return {
    status: "problem",
    about: "secret",
    says: `"${name}": it was deleted, but the deletion did not finish, or another program restored it; other programs read its value`,
    next: `kist undelete ${name} brings it back, kist delete ${name} finishes the deletion; if it is being deleted now, wait`,
    code: "SECRET_NOT_FOUND",
  };
}
