/** A check that the peer fails, and the emulator does not. */
export interface PeerDifference {
  /** The id of the check. */
  readonly check: string;
  /** Who is right, and by what. */
  readonly decision: string;
}

/**
 * All of them: one that is not listed fails the run, and so does one that is listed and no difference. Empty as long as
 * nobody has run the peer: the first run prints what to decide.
 */
export const peerDifferences: readonly PeerDifference[] = [];
