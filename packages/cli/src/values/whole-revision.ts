import { type HistoryEntry, KeykistError, type Revision, type SecretsManager } from "@keykist/core";

/** What a revision is looked up for. */
interface Lookup {
  readonly manager: SecretsManager;
  readonly name: string;
  readonly signal: AbortSignal;
}

/**
 * Runs work with a revision, which may be typed by its beginning if that is unambiguous. The history is read only if no
 * revision equals the text.
 *
 * @throws KeykistError as `work`; `REVISION_NOT_FOUND` if several revisions begin with `typed`
 */
export async function withWholeRevision<T>(
  { manager, name, signal }: Lookup,
  typed: string,
  work: (revision: Revision) => Promise<T>,
): Promise<T> {
  try {
    return await work(typed);
  } catch (error) {
    if (typed === "" || !KeykistError.is(error, "REVISION_NOT_FOUND")) throw error;
    const states = await statesOf({ manager, name, signal }, error);
    const [only, ...others] = states.filter(({ revision }) => revision.startsWith(typed));
    if (only === undefined) throw error;
    if (others.length === 0) return work(only.revision);
    throw new KeykistError(
      "REVISION_NOT_FOUND",
      `several revisions of ${JSON.stringify(name)} begin like this`,
      { secret: name, hint: "type more of the revision" },
    );
  }
}

/** The states that are kept; where they cannot be told, the first failure says more. */
async function statesOf(
  { manager, name, signal }: Lookup,
  first: KeykistError,
): Promise<readonly HistoryEntry[]> {
  try {
    return await manager.getSecretHistory(name, { signal });
  } catch (error) {
    throw KeykistError.is(error, "ABORTED") ? error : first;
  }
}
