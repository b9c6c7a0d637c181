import type { SecretVersionsListEntry } from "@aws-sdk/client-secrets-manager";
import { requiredToken } from "./client-request-token.ts";
import type { AnswerOf, RequestOf } from "./operations.ts";
import { pageOf } from "./paging.ts";
import type { SecretsService } from "./secrets-service.ts";
import { ServiceError } from "./service-error.ts";
import type { StoredSecret, StoredVersion } from "./stored-secret.ts";
import { givenValue, isSameValue, shownValue } from "./values.ts";
import { AWSCURRENT, labelledVersion, withMovedLabel, withVersion } from "./versions.ts";

/** Adds a version, current unless labels are given; with a token and value that are there, without effect. */
export function putSecretValue(
  service: SecretsService,
  request: RequestOf<"PutSecretValue">,
  at: number,
): AnswerOf<"PutSecretValue"> {
  const { SecretId, ClientRequestToken, VersionStages: stages = [AWSCURRENT] } = request;
  const value = givenValue(request);
  if (value === undefined)
    throw new ServiceError(
      "InvalidRequestException",
      "You must provide either SecretString or SecretBinary.",
    );
  const secret = service.getWritable(SecretId, at);
  const id = requiredToken(ClientRequestToken);
  const existing = secret.versions.get(id);
  if (existing !== undefined && !isSameValue(existing.value, value))
    throw new ServiceError(
      "ResourceExistsException",
      `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  const changed = existing === undefined ? withVersion(secret, { id, value, stages }, at) : secret;
  if (changed !== secret) service.put(changed);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    VersionStages: [...(changed.versions.get(id)?.stages ?? [])],
  };
}

/** Reads a version: by id, by label, or the current one. */
export function getSecretValue(
  service: SecretsService,
  request: RequestOf<"GetSecretValue">,
  at: number,
): AnswerOf<"GetSecretValue"> {
  const secret = service.getPresent(request.SecretId, at);
  return shownVersion(secret, versionAsked(secret, request));
}

function versionAsked(
  { versions }: StoredSecret,
  { VersionId, VersionStage }: RequestOf<"GetSecretValue">,
): StoredVersion {
  const stage = VersionStage ?? (VersionId === undefined ? AWSCURRENT : undefined);
  const labelled = stage === undefined ? undefined : labelledVersion(versions, stage);
  const version = VersionId === undefined ? labelled : versions.get(VersionId);
  if (version === undefined)
    throw new ServiceError(
      "ResourceNotFoundException",
      VersionId === undefined
        ? `Secrets Manager can't find the specified secret value for staging label: ${stage}`
        : `Secrets Manager can't find the specified secret value for VersionId: ${VersionId}`,
    );
  if (stage !== undefined && labelled !== version)
    throw new ServiceError(
      "InvalidRequestException",
      "You provided a VersionStage that is not associated to the provided VersionId.",
    );
  return version;
}

/** A version as reads show it. */
export function shownVersion(
  secret: StoredSecret,
  { id, value, stages, createdAt }: StoredVersion,
): AnswerOf<"GetSecretValue"> {
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    ...shownValue(value),
    VersionStages: [...stages],
    CreatedDate: new Date(createdAt),
  };
}

/** The labels of the versions that have some. */
export function shownStages(
  versions: ReadonlyMap<string, StoredVersion>,
): Record<string, string[]> {
  return Object.fromEntries(
    Array.from(versions.values())
      .filter(({ stages }) => stages.length > 0)
      .map(({ id, stages }) => [id, [...stages]]),
  );
}

/** Moves a label from one version to another, if it is where the request says. */
export function updateSecretVersionStage(
  service: SecretsService,
  request: RequestOf<"UpdateSecretVersionStage">,
  at: number,
): AnswerOf<"UpdateSecretVersionStage"> {
  const secret = service.getWritable(request.SecretId, at);
  const versions = withMovedLabel(secret.versions, {
    label: request.VersionStage,
    from: request.RemoveFromVersionId,
    to: request.MoveToVersionId,
  });
  service.put({ ...secret, versions, changedAt: at });
  return { ARN: secret.arn, Name: secret.name };
}

/** Lists versions, a page at a time; those without a label where they are asked for. */
export function listSecretVersionIds(
  service: SecretsService,
  request: RequestOf<"ListSecretVersionIds">,
  at: number,
): AnswerOf<"ListSecretVersionIds"> {
  const { SecretId, MaxResults = 100, NextToken, IncludeDeprecated = false } = request;
  const secret = service.get(SecretId, at);
  const { items, nextToken } = pageOf({
    items: [...secret.versions.values()].filter(
      ({ stages }) => IncludeDeprecated || stages.length > 0,
    ),
    placeOf: ({ id, createdAt }) => ({ value: createdAt, name: id }),
    order: "asc",
    size: MaxResults,
    listing: JSON.stringify(["ListSecretVersionIds", secret.arn, IncludeDeprecated]),
    token: NextToken,
    filling: () => service.pageFilling(),
  });
  return {
    ARN: secret.arn,
    Name: secret.name,
    Versions: items.map(listedVersion),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
}

function listedVersion({
  id,
  stages,
  createdAt,
  kmsKeyId,
}: StoredVersion): SecretVersionsListEntry {
  return {
    VersionId: id,
    ...(stages.length > 0 && { VersionStages: [...stages] }),
    CreatedDate: new Date(createdAt),
    KmsKeyIds: [kmsKeyId],
  };
}
