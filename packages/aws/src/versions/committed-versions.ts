import { CURRENT, isTombstone, PREVIOUS } from "./stages.ts";

/** A version that was, or is, what readers are given. */
export interface CommittedVersion {
  readonly id: string;
  /** Whether it stands for "deleted". */
  readonly isTombstone: boolean;
}

/** The two versions of a secret that AWS knows to have been committed. */
export interface CommittedVersions {
  readonly current: CommittedVersion | undefined;
  /** The version that was current before. */
  readonly previous: CommittedVersion | undefined;
}

/** Finds them in what AWS says of all versions with stages. */
export function committedVersions(
  stagesById: Readonly<Record<string, readonly string[]>> = {},
): CommittedVersions {
  const versions = Object.entries(stagesById);
  const withStage = (stage: string): CommittedVersion | undefined => {
    const found = versions.find(([, stages]) => stages.includes(stage));
    return found && { id: found[0], isTombstone: isTombstone(found[1]) };
  };
  return { current: withStage(CURRENT), previous: withStage(PREVIOUS) };
}
