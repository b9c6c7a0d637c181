import type { DescribeSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import { AwsStateError } from "../aws-state-error.ts";

/** What ties a secret to something else, which keeps AWS from changing or deleting it. */
export interface SecretTies {
  /** The service that manages the secret, such as `rds`. */
  readonly service: string | undefined;
  /** Of a replica: the region of the secret that it is copied from. */
  readonly copiedFrom: string | undefined;
  /** The regions that the secret is copied to. */
  readonly replicas: readonly string[];
}

/** Finds the ties in a description. */
export function tiesOf({
  ARN = "",
  OwningService,
  Type,
  PrimaryRegion,
  ReplicationStatus = [],
}: DescribeSecretCommandOutput): SecretTies {
  const region = ARN.split(":")[3];
  const isReplica = PrimaryRegion !== undefined && PrimaryRegion !== region;
  return {
    service: OwningService ?? Type,
    copiedFrom: isReplica ? PrimaryRegion : undefined,
    replicas: isReplica
      ? []
      : ReplicationStatus.flatMap(({ Region }) => (Region === undefined ? [] : [Region])),
  };
}

/** Refuses to change a secret that a service manages, and a replica. AWS refuses that as well, but maybe only halfway. */
export function assertChangeable({ service, copiedFrom }: SecretTies): void {
  if (service !== undefined) {
    throw refused({
      reason: `the service ${service} manages it`,
      hint: `change it where it was made, in ${service}; keykist can read it`,
    });
  }
  if (copiedFrom !== undefined) {
    throw refused({
      reason: `it is a replica of the secret in ${copiedFrom}`,
      hint: `use a manager whose region is ${copiedFrom}`,
    });
  }
}

/** Refuses, before anything is written, to delete what AWS would not delete. */
export function assertDeletable(ties: SecretTies): void {
  assertChangeable(ties);
  const { replicas } = ties;
  if (replicas.length > 0) {
    const regions = replicas.join(" ");
    throw refused({
      reason: `it has replicas in other regions: ${replicas.join(", ")}`,
      hint: `remove them with \`aws secretsmanager remove-regions-from-replication --secret-id NAME --remove-replica-regions ${regions}\`, then delete it`,
    });
  }
}

function refused({ reason, hint }: { readonly reason: string; readonly hint: string }): Error {
  return new AwsStateError({
    code: "UNSUPPORTED",
    retry: "never",
    outcome: "not_applied",
    reason,
    hint,
  });
}
