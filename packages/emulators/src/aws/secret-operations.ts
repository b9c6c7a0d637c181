import { checkNotDeleted, requestedDeletion } from "./deletion.ts";
import { requiredToken } from "./client-request-token.ts";
import { customerKey, encryptedAgain } from "./encryption-keys.ts";
import { checkName } from "./names.ts";
import type { AnswerOf, RequestOf } from "./operations.ts";
import { checkDeletable, checkOwner } from "./others.ts";
import type { SecretsService } from "./secrets-service.ts";
import { ServiceError } from "./service-error.ts";
import type { StoredSecret } from "./stored-secret.ts";
import { shownTags, withoutTags, withTags } from "./tags.ts";
import { givenValue, isSameValue } from "./values.ts";
import { shownStages } from "./version-operations.ts";
import { AWSCURRENT, withVersion } from "./versions.ts";

/** Makes a secret; with the token of the version that made it, and its value, again without effect. */
export function createSecret(
  service: SecretsService,
  request: RequestOf<"CreateSecret">,
  at: number,
): AnswerOf<"CreateSecret"> {
  const { Name, Description, KmsKeyId, Tags = [] } = request;
  checkName(Name);
  const tags = withTags(new Map(), Tags);
  const value = givenValue(request);
  const token = value === undefined ? undefined : requiredToken(request.ClientRequestToken);
  const existing = service.find(Name, at);
  if (existing !== undefined) {
    if (existing.deletion !== undefined)
      throw new ServiceError(
        "InvalidRequestException",
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    const version = token === undefined ? undefined : existing.versions.get(token);
    if (version === undefined || value === undefined || !isSameValue(version.value, value))
      throw new ServiceError(
        "ResourceExistsException",
        `The operation failed because the secret ${Name} already exists.`,
      );
    return { ARN: existing.arn, Name, VersionId: version.id };
  }
  const secret: StoredSecret = {
    name: Name,
    arn: service.newArn(Name),
    description: Description,
    kmsKeyId: customerKey(KmsKeyId),
    replicaRegions: [],
    primaryRegion: undefined,
    owningService: undefined,
    resourcePolicy: undefined,
    rotationEnabled: false,
    tags,
    versions: new Map(),
    createdAt: at,
    changedAt: at,
    deletion: undefined,
  };
  if (value === undefined || token === undefined) {
    service.put(secret);
    return { ARN: secret.arn, Name };
  }
  service.put(withVersion(secret, { id: token, value, stages: [AWSCURRENT] }, at));
  return { ARN: secret.arn, Name, VersionId: token };
}

/** Changes a secret; a value is a new version, whose token nobody may have used. */
export function updateSecret(
  service: SecretsService,
  request: RequestOf<"UpdateSecret">,
  at: number,
): AnswerOf<"UpdateSecret"> {
  const secret = service.getWritable(request.SecretId, at);
  const value = givenValue(request);
  const changed: StoredSecret = {
    ...secret,
    description: request.Description ?? secret.description,
    ...(request.KmsKeyId !== undefined && encryptedAgain(secret, request.KmsKeyId)),
    changedAt: at,
  };
  if (value === undefined) {
    service.put(changed);
    return { ARN: secret.arn, Name: secret.name };
  }
  const token = requiredToken(request.ClientRequestToken);
  if (secret.versions.has(token))
    throw new ServiceError(
      "ResourceExistsException",
      `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  service.put(withVersion(changed, { id: token, value, stages: [AWSCURRENT] }, at));
  return { ARN: secret.arn, Name: secret.name, VersionId: token };
}

/** What is known of a secret but its value; also of one that is marked for deletion. */
export function describeSecret(
  service: SecretsService,
  { SecretId }: RequestOf<"DescribeSecret">,
  at: number,
): AnswerOf<"DescribeSecret"> {
  const secret = service.get(SecretId, at);
  return { ...shownSecret(secret), VersionIdsToStages: shownStages(secret.versions) };
}

/** What descriptions and lists show of a secret. */
export function shownSecret(secret: StoredSecret): AnswerOf<"DescribeSecret"> {
  const { name, arn, description, kmsKeyId, tags, createdAt, changedAt, deletion } = secret;
  const { replicaRegions, primaryRegion, owningService, rotationEnabled } = secret;
  return {
    ARN: arn,
    Name: name,
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ...(rotationEnabled && { RotationEnabled: true }),
    ...(primaryRegion !== undefined && { PrimaryRegion: primaryRegion }),
    ...(replicaRegions.length > 0 && {
      ReplicationStatus: replicaRegions.map((Region) => ({ Region, Status: "InSync" as const })),
    }),
    ...(owningService !== undefined && { OwningService: owningService }),
    ...(deletion !== undefined && { DeletedDate: new Date(deletion.requestedAt) }),
    ...(tags.size > 0 && { Tags: shownTags(tags) }),
    CreatedDate: new Date(createdAt),
    LastChangedDate: new Date(changedAt),
  };
}

/** Marks a secret for deletion. Forced, it is gone a while later; one that is not there is no error then. */
export function deleteSecret(
  service: SecretsService,
  request: RequestOf<"DeleteSecret">,
  at: number,
): AnswerOf<"DeleteSecret"> {
  const deletion = requestedDeletion(request, { at, forcedAfter: service.deletionTime() });
  const secret = service.find(request.SecretId, at);
  if (secret !== undefined) checkDeletable(secret);
  if (deletion.kind === "forced") {
    if (secret === undefined)
      return {
        ARN: service.newArn(request.SecretId),
        Name: request.SecretId,
        DeletionDate: new Date(at),
      };
    if (secret.deletion?.kind !== "forced") service.put({ ...secret, deletion });
    return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(at) };
  }
  const present = service.get(request.SecretId, at);
  checkNotDeleted(present);
  service.put({ ...present, deletion });
  return { ARN: present.arn, Name: present.name, DeletionDate: new Date(deletion.goneAt) };
}

/** Takes back a deletion whose recovery window is not over. Of one that is not deleted, nothing changes. */
export function restoreSecret(
  service: SecretsService,
  { SecretId }: RequestOf<"RestoreSecret">,
  at: number,
): AnswerOf<"RestoreSecret"> {
  const secret = service.get(SecretId, at);
  checkOwner(secret);
  if (secret.deletion?.kind === "forced") checkNotDeleted(secret);
  if (secret.deletion !== undefined) service.put({ ...secret, deletion: undefined });
  return { ARN: secret.arn, Name: secret.name };
}

export function tagResource(
  service: SecretsService,
  { SecretId, Tags }: RequestOf<"TagResource">,
  at: number,
): Record<string, never> {
  const secret = service.getPresent(SecretId, at);
  service.put({ ...secret, tags: withTags(secret.tags, Tags), changedAt: at });
  return {};
}

export function untagResource(
  service: SecretsService,
  { SecretId, TagKeys }: RequestOf<"UntagResource">,
  at: number,
): Record<string, never> {
  const secret = service.getPresent(SecretId, at);
  // "If a requested tag is not attached to the secret, no error is returned and the secret metadata is unchanged."
  if (TagKeys.some((key) => secret.tags.has(key)))
    service.put({ ...secret, tags: withoutTags(secret.tags, TagKeys), changedAt: at });
  return {};
}

/** The policy of a secret, which {@link AwsEmulator.arrange} attaches: none can be put. */
export function getResourcePolicy(
  service: SecretsService,
  { SecretId }: RequestOf<"GetResourcePolicy">,
  at: number,
): AnswerOf<"GetResourcePolicy"> {
  const { arn, name, resourcePolicy } = service.getPresent(SecretId, at);
  const policy = resourcePolicy !== undefined && { ResourcePolicy: resourcePolicy };
  return { ARN: arn, Name: name, ...policy };
}
