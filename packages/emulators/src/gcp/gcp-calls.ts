/** A time, or a span of time, as protocol buffers have it. */
export interface Timestamp {
  readonly seconds: string;
  readonly nanos?: number | undefined;
}

/** Names the key of Cloud KMS that payloads are encrypted with. */
export interface CustomerManagedEncryption {
  readonly kmsKeyName?: string | undefined;
}

/** Where a secret's payloads are kept. */
export interface Replication {
  readonly automatic?:
    | { readonly customerManagedEncryption?: CustomerManagedEncryption | undefined }
    | undefined;
  readonly userManaged?: { readonly replicas?: readonly Replica[] | undefined } | undefined;
}

export interface Replica {
  readonly location?: string | undefined;
  readonly customerManagedEncryption?: CustomerManagedEncryption | undefined;
}

/** A secret as it is asked for, and answered. Fields that are not modelled are there to be refused. */
export interface SecretFields {
  readonly name?: string | undefined;
  readonly replication?: Replication | undefined;
  readonly createTime?: Timestamp | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly versionAliases?: Readonly<Record<string, string>> | undefined;
  readonly expireTime?: Timestamp | undefined;
  readonly ttl?: Timestamp | undefined;
  readonly versionDestroyTtl?: Timestamp | undefined;
  readonly customerManagedEncryption?: CustomerManagedEncryption | undefined;
  readonly etag?: string | undefined;
  readonly topics?: readonly unknown[] | undefined;
  readonly rotation?: unknown;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly secretType?: string | undefined;
}

export type VersionState = "ENABLED" | "DISABLED" | "DESTROYED";

/** A version as it is answered. */
export interface VersionFields {
  readonly name: string;
  readonly createTime: Timestamp;
  readonly destroyTime?: Timestamp | undefined;
  readonly state: VersionState;
  readonly replicationStatus?: unknown;
  readonly etag: string;
  readonly clientSpecifiedPayloadChecksum: boolean;
  readonly scheduledDestroyTime?: Timestamp | undefined;
  readonly customerManagedEncryption?: { readonly kmsKeyVersionName: string } | undefined;
}

export interface Payload {
  readonly data?: Uint8Array | undefined;
  /** CRC32C, a whole number as text. */
  readonly dataCrc32c?: string | undefined;
}

export interface ListRequest {
  readonly parent?: string | undefined;
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
  readonly filter?: string | undefined;
}

export interface NameRequest {
  readonly name?: string | undefined;
}

export interface NameAndEtagRequest extends NameRequest {
  readonly etag?: string | undefined;
}

interface Page {
  readonly nextPageToken: string;
  readonly totalSize: number;
}

interface Call<Request, Answer> {
  readonly request: Request;
  readonly answer: Answer;
}

/** The calls of the service that are modelled, in the form that every way in makes of what it reads. */
// A type, not an interface: it has to fit an index signature.
export type GcpCalls = {
  readonly CreateSecret: Call<
    {
      readonly parent?: string | undefined;
      readonly secretId?: string | undefined;
      readonly secret?: SecretFields | undefined;
    },
    SecretFields
  >;
  readonly GetSecret: Call<NameRequest, SecretFields>;
  readonly UpdateSecret: Call<
    {
      readonly secret?: SecretFields | undefined;
      readonly updateMask?: { readonly paths?: readonly string[] | undefined } | undefined;
    },
    SecretFields
  >;
  readonly DeleteSecret: Call<NameAndEtagRequest, Readonly<Record<string, never>>>;
  readonly ListSecrets: Call<ListRequest, Page & { readonly secrets: readonly SecretFields[] }>;
  readonly AddSecretVersion: Call<
    { readonly parent?: string | undefined; readonly payload?: Payload | undefined },
    VersionFields
  >;
  readonly GetSecretVersion: Call<NameRequest, VersionFields>;
  readonly AccessSecretVersion: Call<
    NameRequest,
    { readonly name: string; readonly payload: Payload }
  >;
  readonly ListSecretVersions: Call<
    ListRequest,
    Page & { readonly versions: readonly VersionFields[] }
  >;
  readonly EnableSecretVersion: Call<NameAndEtagRequest, VersionFields>;
  readonly DisableSecretVersion: Call<NameAndEtagRequest, VersionFields>;
  readonly DestroySecretVersion: Call<NameAndEtagRequest, VersionFields>;
  readonly TestIamPermissions: Call<
    {
      readonly resource?: string | undefined;
      readonly permissions?: readonly string[] | undefined;
    },
    { readonly permissions: readonly string[] }
  >;
};

export type GcpCallName = keyof GcpCalls;

/** The names of all modelled calls. */
export const GCP_CALLS: readonly GcpCallName[] = [
  "CreateSecret",
  "GetSecret",
  "UpdateSecret",
  "DeleteSecret",
  "ListSecrets",
  "AddSecretVersion",
  "GetSecretVersion",
  "AccessSecretVersion",
  "ListSecretVersions",
  "EnableSecretVersion",
  "DisableSecretVersion",
  "DestroySecretVersion",
  "TestIamPermissions",
];
