/** The stage of the version that readers are given. */
export const CURRENT = "AWSCURRENT";
/** The stage of the version that was current before; AWS moves it. */
export const PREVIOUS = "AWSPREVIOUS";
/**
 * The stage of versions that are to become current. It is one for all, and the next takes it away: what was not
 * made current has no stage then, and AWS removes it in time.
 */
export const STAGED = "keykist-staged";
/** What the stages of versions begin with that stand for "deleted". */
export const DELETED = "keykist-deleted";

/**
 * The stage of a tombstone. Writers that are about to delete the same state have different rounds: none takes the
 * stage away from another's, which could become current without it.
 */
export function deletedStage(round: number): string {
  return round === 0 ? DELETED : `${DELETED}-${round}`;
}

/** Whether a version with these stages stands for "deleted". */
export function isTombstone(stages: readonly string[] | undefined): boolean {
  return stages?.some((stage) => stage.startsWith(DELETED)) === true;
}
