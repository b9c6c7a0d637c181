import { KeykistError, type SecretsManager } from "@keykist/core";
import { goThrough } from "../go-through.ts";
import { placeWords } from "../managers/place-words.ts";
import type { Session } from "../session.ts";
import { throwAny } from "../several-failures.ts";
import { agree } from "../terminal/agree.ts";
import { counted } from "../terminal/counted.ts";

/** More names than this are counted, not listed, in a question. */
const MOST_LISTED = 10;

/** `kist delete NAME…` */
export default async function deleteSecrets(
  session: Session,
  _options: object,
  ...words: readonly string[]
): Promise<void> {
  const { output, signal } = session;
  const names = [...new Set(words)];
  const manager = await session.manager();
  const what = names.length > MOST_LISTED ? counted(names.length, "secret") : names.join(", ");
  await agree(session, {
    question: `Delete ${what} in ${manager.name}? ${wayBack(manager)}`,
    declined: "nothing was deleted",
    deed: `deleting ${counted(names.length, "secret")}`,
  });
  const deleted: string[] = [];
  const errors = await goThrough(names, signal, async (name) => {
    try {
      await manager.deleteSecret(name, { signal });
    } catch (error) {
      if (!KeykistError.is(error) || error.outcome !== "applied") throw error;
      deleted.push(name);
      // An earlier deletion was cut short, and has come to its end now: that is what was asked for.
      if (error.code === "SECRET_NOT_FOUND") return;
      // It is deleted, and what could not be done beside that is told all the same.
      throw error;
    }
    deleted.push(name);
  });
  if (output.json) await output.document({ deleted });
  else for (const name of deleted) await output.done(`Deleted ${name}${placeWords(manager)}.`);
  throwAny(errors);
}

function wayBack({ capabilities }: SecretsManager): string {
  return capabilities.deletion === "recoverable"
    ? "It can be brought back for a while: kist undelete NAME."
    : "It cannot be brought back.";
}
