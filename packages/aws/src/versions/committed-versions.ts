import { CURRENT, PREVIOUS, tombstoneStage } from "./stages.ts";

/** A version that was, or is, what readers are given. */
export interface CommittedVersion {
  readonly id: string;
  /** Whether it stands for "deleted". */
  readonly isTombstone: boolean;
  /** The stage that makes it stand for "deleted". */
  readonly deletedStage: string | undefined;
}

/** The two versions of a secret that AWS knows to have been committed. */
export interface CommittedVersions {
  readonly current: CommittedVersion | undefined;
  /** The version that was current before. */
  readonly previous: CommittedVersion | undefined;
}

/** The start of the id that stands for the version of a secret without any. */
const NO_VERSION = "none:";

/**
 * Finds the committed versions in what AWS says of all versions with stages. Terraform, CDK and the console make secrets
 * without a version. Such a secret exists: its state has an id of its own, which no other secret's has.
 */
export function committedVersions(
  arn: string,
  stagesById: Readonly<Record<string, readonly string[]>> = {},
): CommittedVersions {
  const versions = Object.entries(stagesById);
  const withStage = (stage: string): CommittedVersion | undefined => {
    const found = versions.find(([, stages]) => stages.includes(stage));
    if (found === undefined) return undefined;
    const deletedStage = tombstoneStage(found[1]);
    return { id: found[0], isTombstone: deletedStage !== undefined, deletedStage };
  };
  const none = { id: `${NO_VERSION}${arn}`, isTombstone: false, deletedStage: undefined };
  return {
    current: versions.length === 0 ? none : withStage(CURRENT),
    previous: withStage(PREVIOUS),
  };
}

/** Reports whether an id stands for the version of a secret without any. */
export function isNoVersion(id: string): boolean {
  return id.startsWith(NO_VERSION);
}
