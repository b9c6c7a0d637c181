/** A value, as it was given: text or bytes. */
export type StoredValue =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

/** A version: a value that never changes, and labels that move. Times are milliseconds since the Unix epoch. */
export interface StoredVersion {
  readonly id: string;
  readonly value: StoredValue;
  readonly stages: readonly string[];
  readonly createdAt: number;
  readonly kmsKeyId: string;
}

/** How a secret goes: after its recovery window, or as soon as the service comes to it. */
export interface Deletion {
  readonly kind: "scheduled" | "forced";
  readonly requestedAt: number;
  readonly goneAt: number;
}

/** What is around the versions of a secret, and made by calls that are not modelled. */
export interface SecretArrangement {
  readonly kmsKeyId: string | undefined;
  /** The regions that the secret is copied to. */
  readonly replicaRegions: readonly string[];
  /** Of a replica: the region of the secret that it is copied from. */
  readonly primaryRegion: string | undefined;
  /** The service that manages the secret, such as `rds`. */
  readonly owningService: string | undefined;
  /** The policy document that is attached to the secret. */
  readonly resourcePolicy: string | undefined;
  readonly rotationEnabled: boolean;
}

/** All that the service keeps of a secret. It is replaced, never changed in place. */
export interface StoredSecret extends SecretArrangement {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  /** By id, the oldest first. */
  readonly versions: ReadonlyMap<string, StoredVersion>;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly deletion: Deletion | undefined;
}
