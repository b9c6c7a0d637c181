/** The stage of the version that readers are given. */
export const CURRENT = "AWSCURRENT";
/** The stage of the version that was current before; AWS moves it. */
export const PREVIOUS = "AWSPREVIOUS";
/**
 * The stage of versions that are to become current. It is one for all, and the next takes it away: what was not
 * made current has no stage then, and AWS removes it in time.
 */
export const STAGED = "keykist-staged";
/** The start of the stages of versions that stand for "deleted". */
const DELETED = "keykist-deleted";
/** So many stages stand for "deleted". AWS allows 20 stages of a secret. */
const DELETED_STAGES = 8;

/**
 * The stage of a tombstone. Writers that are about to delete the same state have different rounds, so none takes the
 * stage away from another's tombstone, which could become current without it. A tombstone that follows another does not
 * take that one's stage either: the secret would live again in between.
 *
 * @param after the stage of the tombstone that is followed
 */
export function deletedStage(round: number, after?: string): string {
  const stages = Array.from({ length: DELETED_STAGES }, (_each, index) =>
    index === 0 ? DELETED : `${DELETED}-${index}`,
  ).filter((stage) => stage !== after);
  return stages[round % stages.length] ?? DELETED;
}

/** The stage that makes a version with these stages stand for "deleted". */
export function tombstoneStage(stages: readonly string[] | undefined): string | undefined {
  return stages?.find((stage) => stage.startsWith(DELETED));
}

/** Reports whether a version with these stages stands for "deleted". */
export function isTombstone(stages: readonly string[] | undefined): boolean {
  return tombstoneStage(stages) !== undefined;
}
