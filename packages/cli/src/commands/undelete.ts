import type { Revision } from "@keykist/core";
import { goThrough } from "../go-through.ts";
import { placeWords } from "../managers/place-words.ts";
import type { Session } from "../session.ts";
import { throwAny } from "../several-failures.ts";
import { counted } from "../terminal/counted.ts";

/** `kist undelete NAME…` */
export default async function undelete(
  session: Session,
  _options: object,
  ...words: readonly string[]
): Promise<void> {
  const { output, signal } = session;
  const names = [...new Set(words)];
  const manager = await session.manager();
  const undeleted: { readonly name: string; readonly revision: Revision }[] = [];
  using progress = output.progress();
  const errors = await goThrough(names, signal, async (name, index) => {
    progress.show(`Undeleted ${index} of ${counted(names.length, "secret")}`);
    const revision = await manager.undeleteSecret(name, { signal });
    undeleted.push({ name, revision });
  });
  progress[Symbol.dispose]();
  if (output.json) await output.document(undeleted);
  else
    for (const { name } of undeleted) await output.done(`Undeleted ${name}${placeWords(manager)}.`);
  throwAny(errors);
}
