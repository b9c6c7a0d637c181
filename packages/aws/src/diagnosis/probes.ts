import { randomUUID } from "node:crypto";
import type { AwsClient, AwsSdk } from "../client/aws-client.ts";

/** One action of a policy, and a call that shows whether it is allowed. */
export interface Probe {
  /** Without its service: `"GetSecretValue"`. */
  readonly action: string;
  readonly for: "reading" | "writing";
  readonly send: (
    client: AwsClient,
    options: { readonly abortSignal: AbortSignal },
  ) => Promise<unknown>;
}

/**
 * A call for each action that keykist needs. AWS asks the policies before it looks for the secret, so that a call on
 * a name that no secret has is refused where the action is denied, and else answers that there is no such
 * secret: nothing is changed. CreateSecret would find nothing in its way, and is not among them.
 */
export function probes(sdk: AwsSdk, prefix: string): readonly Probe[] {
  const SecretId = `${prefix}kist-doctor/${randomUUID()}/none`;
  return [
    {
      action: "ListSecrets",
      for: "reading",
      send: (client, options) =>
        client.send(new sdk.ListSecretsCommand({ MaxResults: 1 }), options),
    },
    {
      action: "DescribeSecret",
      for: "reading",
      send: (client, options) => client.send(new sdk.DescribeSecretCommand({ SecretId }), options),
    },
    {
      action: "GetSecretValue",
      for: "reading",
      send: (client, options) => client.send(new sdk.GetSecretValueCommand({ SecretId }), options),
    },
    {
      action: "BatchGetSecretValue",
      for: "reading",
      send: (client, options) =>
        client.send(new sdk.BatchGetSecretValueCommand({ SecretIdList: [SecretId] }), options),
    },
    {
      action: "ListSecretVersionIds",
      for: "reading",
      send: (client, options) =>
        client.send(new sdk.ListSecretVersionIdsCommand({ SecretId }), options),
    },
    {
      action: "PutSecretValue",
      for: "writing",
      send: (client, options) =>
        client.send(new sdk.PutSecretValueCommand({ SecretId, SecretString: "{}" }), options),
    },
    {
      action: "UpdateSecretVersionStage",
      for: "writing",
      send: (client, options) =>
        client.send(
          new sdk.UpdateSecretVersionStageCommand({
            SecretId,
            VersionStage: "AWSCURRENT",
            MoveToVersionId: randomUUID(),
            RemoveFromVersionId: randomUUID(),
          }),
          options,
        ),
    },
    {
      action: "TagResource",
      for: "writing",
      send: (client, options) =>
        client.send(
          new sdk.TagResourceCommand({
            SecretId,
            Tags: [{ Key: "keykist:managed", Value: "true" }],
          }),
          options,
        ),
    },
    {
      action: "UntagResource",
      for: "writing",
      send: (client, options) =>
        client.send(
          new sdk.UntagResourceCommand({ SecretId, TagKeys: ["keykist:managed"] }),
          options,
        ),
    },
    {
      action: "GetResourcePolicy",
      for: "writing",
      send: (client, options) =>
        client.send(new sdk.GetResourcePolicyCommand({ SecretId }), options),
    },
    {
      action: "DeleteSecret",
      for: "writing",
      send: (client, options) =>
        client.send(new sdk.DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 30 }), options),
    },
    {
      action: "RestoreSecret",
      for: "writing",
      send: (client, options) => client.send(new sdk.RestoreSecretCommand({ SecretId }), options),
    },
  ];
}
