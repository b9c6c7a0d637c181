/** The stage of the version that readers are given. */
export const CURRENT = "AWSCURRENT";
/** The stage of the version that was current before; AWS moves it. */
export const PREVIOUS = "AWSPREVIOUS";
/**
 * The stage of versions that are to become current. It is one for all, and the next takes it away: what was not
 * made current has no stage then, and AWS removes it in time.
 */
export const STAGED = "keykist-staged";
/** The stage of the version that stands for "deleted", for people who look at the secret. */
export const DELETED = "keykist-deleted";
