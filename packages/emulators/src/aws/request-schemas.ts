import { z } from "zod";
import type { OperationName, RequestOf } from "./operations.ts";
import { notModelled, ServiceError } from "./service-error.ts";

// The shapes and lengths of the API reference. What is not in a shape is not modelled.

const secretId = z.string().min(1).max(2048);
const token = z.string().optional();
const versionId = z.string().min(32).max(64);
const stage = z.string().min(1).max(256);
const description = z.string().max(2048).optional();
const kmsKeyId = z.string().max(2048).optional();
const nextToken = z.string().min(1).max(4096).optional();
const text = z.string().min(1).optional();
/** A blob is base64 on the wire. */
const bytes = z
  .union([
    z.instanceof(Uint8Array),
    z.base64().transform((encoded) => new Uint8Array(Buffer.from(encoded, "base64"))),
  ])
  .optional();
const tag = z.strictObject({
  Key: z.string().min(1).max(128),
  Value: z.string().max(256).optional(),
});
const filter = z.strictObject({
  Key: z.enum([
    "all",
    "description",
    "name",
    "owning-service",
    "primary-region",
    "tag-key",
    "tag-value",
  ]),
  Values: z.array(z.string().max(512)).min(1).max(10),
});
const filters = z.array(filter).max(10).optional();
const pageSize = (maximum: number): z.ZodOptional<z.ZodNumber> =>
  z.number().int().min(1).max(maximum).optional();

const SCHEMAS: { readonly [Name in OperationName]: z.ZodType<RequestOf<Name>> } = {
  BatchGetSecretValue: z.strictObject({
    SecretIdList: z.array(secretId).min(1).max(20).optional(),
    Filters: filters,
    MaxResults: pageSize(20),
    NextToken: nextToken,
  }),
  CreateSecret: z.strictObject({
    Name: z.string().min(1).max(512),
    ClientRequestToken: token,
    Description: description,
    KmsKeyId: kmsKeyId,
    SecretBinary: bytes,
    SecretString: text,
    Tags: z.array(tag).optional(),
    // The default, which some clients send, is modelled: no replicas.
    ForceOverwriteReplicaSecret: z.literal(false).optional(),
  }),
  DeleteSecret: z.strictObject({
    SecretId: secretId,
    RecoveryWindowInDays: z.number().int().optional(),
    ForceDeleteWithoutRecovery: z.boolean().optional(),
  }),
  DescribeSecret: z.strictObject({ SecretId: secretId }),
  GetResourcePolicy: z.strictObject({ SecretId: secretId }),
  GetSecretValue: z.strictObject({
    SecretId: secretId,
    VersionId: versionId.optional(),
    VersionStage: stage.optional(),
  }),
  ListSecretVersionIds: z.strictObject({
    SecretId: secretId,
    MaxResults: pageSize(100),
    NextToken: nextToken,
    IncludeDeprecated: z.boolean().optional(),
  }),
  ListSecrets: z.strictObject({
    IncludePlannedDeletion: z.boolean().optional(),
    MaxResults: pageSize(100),
    NextToken: nextToken,
    Filters: filters,
    SortOrder: z.enum(["asc", "desc"]).optional(),
    SortBy: z.enum(["created-date", "last-accessed-date", "last-changed-date", "name"]).optional(),
  }),
  PutSecretValue: z.strictObject({
    SecretId: secretId,
    ClientRequestToken: token,
    SecretBinary: bytes,
    SecretString: text,
    VersionStages: z.array(stage).min(1).max(20).optional(),
  }),
  RestoreSecret: z.strictObject({ SecretId: secretId }),
  TagResource: z.strictObject({ SecretId: secretId, Tags: z.array(tag) }),
  UntagResource: z.strictObject({
    SecretId: secretId,
    TagKeys: z.array(z.string().min(1).max(128)),
  }),
  UpdateSecret: z.strictObject({
    SecretId: secretId,
    ClientRequestToken: token,
    Description: description,
    KmsKeyId: kmsKeyId,
    SecretBinary: bytes,
    SecretString: text,
  }),
  UpdateSecretVersionStage: z.strictObject({
    SecretId: secretId,
    VersionStage: stage,
    RemoveFromVersionId: versionId.optional(),
    MoveToVersionId: versionId.optional(),
  }),
};

/** Whether an operation is modelled. */
export function isModelled(name: string): name is OperationName {
  return Object.hasOwn(SCHEMAS, name);
}

/**
 * A request as the service takes it, from whatever was sent.
 *
 * @throws ServiceError `ValidationException`; `NotModelledByEmulator` for a parameter that is not modelled
 */
export function checkRequest<Name extends OperationName>(
  name: Name,
  request: unknown,
): RequestOf<Name> {
  const checked = SCHEMAS[name].safeParse(request);
  if (checked.success) return checked.data;
  const unknown = checked.error.issues.find(({ code }) => code === "unrecognized_keys");
  if (unknown?.code === "unrecognized_keys")
    throw notModelled(`the parameter ${unknown.keys.join(", ")} of ${name}`);
  const { issues } = checked.error;
  const places = issues.map(
    ({ path, message }) => `Value at '${path.join(".")}' failed to satisfy constraint: ${message}`,
  );
  const count = issues.length === 1 ? "1 validation error" : `${issues.length} validation errors`;
  throw new ServiceError("ValidationException", `${count} detected: ${places.join("; ")}`);
}
