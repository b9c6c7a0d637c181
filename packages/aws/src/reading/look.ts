import type { DescribeSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import { type Call, KeykistError, type SecretPath } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";
import { isAbout } from "../names.ts";
import { ownedType } from "../tags.ts";
import { CURRENT, PREVIOUS } from "../versions/stages.ts";
import { isTombstone } from "../versions/version-id.ts";

/** What AWS says of a secret without its value. */
export interface SecretView {
  /** The whole ARN: it is another one if the secret is deleted for good and made anew. */
  readonly arn: string;
  /** The schema type of a secret that is keykist's. */
  readonly type: string | undefined;
  readonly createdAt: Date | undefined;
  /** The version that readers are given. */
  readonly current: string | undefined;
  /** The version that was current before. */
  readonly previous: string | undefined;
  /** Whether AWS keeps it for its recovery window only. */
  readonly pendingDeletion: boolean;
}

/** Looks at a secret; `undefined` where AWS has none of this name. */
export async function look(
  api: SecretsApi,
  path: SecretPath,
  call: Call,
): Promise<SecretView | undefined> {
  try {
    const described = await api.describe(call, path.full);
    return isAbout(described, path.full) ? viewOf(described) : undefined;
  } catch (error) {
    if (isNamed(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

/** Looks at a secret after a write failed; where that fails, too, the first failure says more. */
export async function lookAfter(
  api: SecretsApi,
  path: SecretPath,
  error: unknown,
  call: Call,
): Promise<SecretView | undefined> {
  // The operation was stopped, or nothing was done: there is nothing to be found.
  if (KeykistError.is(error)) throw error;
  try {
    return await look(api, path, call);
  } catch (second) {
    throw KeykistError.is(second) ? second : error;
  }
}

/** Whether there is a secret for those who read: not one that is pending deletion, or has a tombstone. */
export function isThere(view: SecretView | undefined): view is SecretView & {
  readonly current: string;
} {
  return (
    view !== undefined &&
    !view.pendingDeletion &&
    view.current !== undefined &&
    !isTombstone(view.current)
  );
}

function viewOf(described: DescribeSecretCommandOutput): SecretView {
  const { ARN, Tags, CreatedDate, DeletedDate, VersionIdsToStages = {} } = described;
  const withStage = (stage: string): string | undefined =>
    Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes(stage) === true);
  return {
    arn: ARN ?? "",
    type: ownedType(Tags),
    createdAt: CreatedDate,
    current: withStage(CURRENT),
    previous: withStage(PREVIOUS),
    pendingDeletion: DeletedDate !== undefined,
  };
}
