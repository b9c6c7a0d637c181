import { KeykistError, type Revision, type SecretsManager } from "@keykist/core";
import { placeWords } from "../managers/place-words.ts";
import type { Session } from "../session.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";
import { UsageError } from "../usage-error.ts";
import { withWholeRevision } from "../values/whole-revision.ts";

/** The options of `kist rollback`. */
export interface RollbackOptions {
  readonly previous?: boolean | undefined;
}

/** `kist rollback NAME REVISION` */
export default async function rollback(
  session: Session,
  { previous = false }: RollbackOptions,
  name: string,
  typed?: string,
): Promise<void> {
  const { output, signal } = session;
  if ((typed === undefined) !== previous) {
    throw new UsageError(
      typed === undefined ? "REVISION is missing" : "REVISION and --previous exclude each other",
      `kist rollback ${shellQuoted(name)} --previous goes back by one state; kist history ${shellQuoted(name)} shows all`,
    );
  }
  const manager = await session.manager();
  const earlier = typed ?? (await previousOf(manager, name, signal));
  const [before, revision] = await withWholeRevision(
    { manager, name, signal },
    earlier,
    async (whole) => [whole, await manager.rollbackSecret(name, whole, { signal })] as const,
  );
  if (output.json) return output.document({ name, revision });
  return output.done(
    `Rolled back ${name}${placeWords(manager)} to ${before}, as the new revision ${revision}.`,
  );
}

/** Returns the revision before the present one. */
async function previousOf(
  manager: SecretsManager,
  name: string,
  signal: AbortSignal,
): Promise<Revision> {
  const [, previous] = await manager.getSecretHistory(name, { signal });
  if (previous !== undefined) return previous.revision;
  throw new KeykistError(
    "REVISION_NOT_FOUND",
    `cannot roll back ${JSON.stringify(name)}: no earlier state of it is kept`,
    { secret: name, hint: `see the states that are kept: kist history ${shellQuoted(name)}` },
  );
}
