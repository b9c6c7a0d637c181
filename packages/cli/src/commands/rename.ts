import {
  arbitrarySchema,
  KeykistError,
  type Revision,
  type Secret,
  secretFromEntries,
  type SecretsManager,
} from "@keykist/core";
import { changesBetween } from "../values/changes.ts";
import { placeWords } from "../managers/place-words.ts";
import type { Session } from "../session.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";
import { UsageError } from "../usage-error.ts";

/** Tries before changes of someone else are given way to. */
const MOST_ATTEMPTS = 5;

/** What is renamed, and where. */
interface Renaming {
  readonly manager: SecretsManager;
  readonly from: string;
  readonly to: string;
  readonly signal: AbortSignal;
}

/** `kist rename A B` */
export default async function rename(
  session: Session,
  _options: object,
  from: string,
  to: string,
): Promise<void> {
  const { output, signal } = session;
  if (from === to) throw new UsageError("both names are the same");
  const manager = await session.manager();
  const revision = await move({ manager, from, to, signal });
  if (output.json) return output.document({ name: to, revision });
  return output.done(`Renamed ${from} to ${to}${placeWords(manager)}.`);
}

/**
 * No backend renames: the secret is written under its new name, and then deleted under the old one if it has not
 * changed since. Whatever happens between the two, at least one of them is there and whole.
 */
async function move(renaming: Renaming): Promise<Revision> {
  const { manager, from, signal } = renaming;
  await assertRemovable(renaming);
  let copied: Revision | undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const secret = await manager.getSecret(from, arbitrarySchema, { signal });
      copied = await copy(renaming, secret, copied);
      await manager.deleteSecret(from, { ifRevision: secret.revision, signal });
      return copied;
    } catch (error) {
      if (copied === undefined) throw unfinished(error, renaming, "perhaps");
      // Changed in the meantime: what was copied is outdated, and is copied again.
      if (KeykistError.is(error, "REVISION_CONFLICT") && attempt < MOST_ATTEMPTS) continue;
      throw unfinished(error, renaming, "surely");
    }
  }
}

/** Refuses what could be copied, but not deleted afterwards. */
async function assertRemovable({ manager, from, signal }: Renaming): Promise<void> {
  const { owned } = await manager.describeSecret(from, { signal });
  const name = JSON.stringify(from);
  if (!owned) {
    throw new KeykistError("NOT_OWNED", `cannot rename ${name}: it was not made by keykist`, {
      hint: "rename it with the tool that made it",
    });
  }
  if (manager.capabilities.guardedDelete === "none") {
    throw new KeykistError(
      "UNSUPPORTED",
      `cannot rename ${name}: the manager ${manager.name} cannot guard a deletion by a revision`,
      { hint: "register it under the new name, look at both, and delete the old one" },
    );
  }
}

/**
 * Writes the secret under its new name.
 *
 * @param copied what an earlier try has written there
 */
async function copy(
  { manager, from, to, signal }: Renaming,
  { type, content }: Secret,
  copied: Revision | undefined,
): Promise<Revision> {
  const entries = new Map(Object.entries(content));
  const secret = secretFromEntries({ name: to, type, entries });
  if (copied !== undefined) return manager.updateSecret(secret, { ifRevision: copied, signal });
  try {
    return await manager.registerSecret(secret, { signal });
  } catch (error) {
    if (!KeykistError.is(error, "SECRET_EXISTS")) throw error;
    // A run that was cut short has left it there: then there is only the deletion left to do.
    const there = await manager.getSecret(to, arbitrarySchema, { signal });
    if (
      there.revision !== undefined &&
      there.type === type &&
      changesBetween(there.content, content).count === 0
    ) {
      return there.revision;
    }
    throw new KeykistError(
      "SECRET_EXISTS",
      `cannot rename ${JSON.stringify(from)}: there is a secret ${JSON.stringify(to)} already`,
      { secret: to, hint: `choose another name, or first: kist delete ${shellQuoted(to)}` },
    );
  }
}

/** The error of a rename that may have got half way: it says where the secret is, and what to do. */
function unfinished(error: unknown, { from, to }: Renaming, copied: "perhaps" | "surely"): unknown {
  if (!KeykistError.is(error)) return error;
  if (copied === "perhaps" && error.outcome !== "unknown") return error;
  const again = `kist rename ${shellQuoted(from)} ${shellQuoted(to)}`;
  const [source, target] = [JSON.stringify(from), JSON.stringify(to)];
  const hint =
    copied === "perhaps"
      ? `${source} is as it was; run it again: ${again}`
      : KeykistError.is(error, "SECRET_NOT_FOUND")
        ? `someone else has deleted ${source} in the meantime, and ${target} holds what was in it`
        : `${target} holds a copy, and ${source} is still there; run it again: ${again}`;
  const { code, message, outcome } = error;
  return new KeykistError(code, message, { secret: from, outcome, hint });
}
