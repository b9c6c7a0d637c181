import type { DescribeSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import { type Call, KeykistError, type SecretPath } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed } from "../errors.ts";
import { isAbout } from "../names.ts";
import { ownedType, type Tag } from "../tags.ts";
import {
  type CommittedVersion,
  type CommittedVersions,
  committedVersions,
} from "../versions/committed-versions.ts";
import { type SecretTies, tiesOf } from "./ties.ts";

/** Looks at what AWS has refused a write for: over a second and a half, on average. */
const MAXIMUM_LOOKS = 7;
/** Bounds of the waits between them; milliseconds. */
const LOOKING = { base: 50, cap: 1000 };

/** What AWS says of a secret without its value. */
export interface SecretView extends CommittedVersions {
  /** The whole ARN: it is another one if the secret is deleted for good and made again. */
  readonly arn: string;
  /** The schema type of a secret that is keykist's. */
  readonly type: string | undefined;
  readonly createdAt: Date | undefined;
  /** Whether AWS keeps it for its recovery window only. */
  readonly pendingDeletion: boolean;
  /** What keeps keykist from changing it, or from deleting it. */
  readonly ties: SecretTies;
  /** The tags, keykist's and others. */
  readonly tags: readonly Tag[];
  /** The KMS key, where it is not the one that AWS manages. */
  readonly kmsKeyId: string | undefined;
  readonly rotationEnabled: boolean;
}

/** A secret that is there for those who read: not one that is pending deletion, or has a tombstone. */
export interface PresentView extends SecretView {
  readonly current: CommittedVersion;
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

/** Looks at a secret after a write failed. If that also fails, the first failure says more. */
export async function lookAfter(
  api: SecretsApi,
  path: SecretPath,
  error: unknown,
  call: Call,
): Promise<SecretView | undefined> {
  // The operation was stopped: there is no time to look.
  if (KeykistError.is(error)) throw error;
  try {
    return await look(api, path, call);
  } catch (second) {
    throw KeykistError.is(second) ? second : error;
  }
}

/**
 * Looks at a secret after AWS has refused a write because of its state, until the look agrees: "all Secrets Manager
 * operations are eventually consistent", so that one may show what was there before.
 *
 * @returns the last view, which may still not agree
 */
export async function lookUntil(
  api: SecretsApi,
  path: SecretPath,
  call: Call,
  agrees: (view: SecretView | undefined) => boolean,
): Promise<SecretView | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const view = await look(api, path, call);
    if (agrees(view) || attempt === MAXIMUM_LOOKS) return view;
    await call.backOff(attempt, LOOKING);
  }
}

/** Reports whether there is a secret for those who read. */
export function isThere(view: SecretView | undefined): view is PresentView {
  return view?.pendingDeletion === false && view.current?.isTombstone === false;
}

/** Reports whether a version of a secret is what readers are given, or was until the one before. */
export function hasBeenCurrent(view: SecretView | undefined, id: string): boolean {
  return view?.current?.id === id || view?.previous?.id === id;
}

/** A secret that has a tombstone, and is not pending deletion: a deletion is under way, was cut short, or was taken back. */
export interface UnendedView extends PresentView {
  readonly type: string;
}

/** Reports whether keykist's deletion of a secret has not come to its end, or was taken back by something else. */
export function isUnended(view: SecretView | undefined): view is UnendedView {
  return (
    view?.pendingDeletion === false && view.current?.isTombstone === true && view.type !== undefined
  );
}

function viewOf(described: DescribeSecretCommandOutput): SecretView {
  const { ARN = "", Tags = [], CreatedDate, DeletedDate, VersionIdsToStages } = described;
  return {
    arn: ARN,
    type: ownedType(Tags),
    createdAt: CreatedDate,
    pendingDeletion: DeletedDate !== undefined,
    ties: tiesOf(described),
    tags: Tags,
    kmsKeyId: described.KmsKeyId,
    rotationEnabled: described.RotationEnabled === true,
    ...committedVersions(ARN, VersionIdsToStages),
  };
}
