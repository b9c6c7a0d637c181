import type { Revision } from "@keykist/core";
import { adoptionOf, type Adoption } from "../adoption/check-adoption.ts";
import { namesToAdopt } from "../adoption/names-to-adopt.ts";
import { goThrough } from "../go-through.ts";
import { schemaOfType } from "../schemas/schema-of-type.ts";
import { placeWords } from "../managers/place-words.ts";
import type { Session } from "../session.ts";
import { throwAny } from "../several-failures.ts";
import { agree } from "../terminal/agree.ts";
import { counted } from "../terminal/counted.ts";
import { UsageError } from "../usage-error.ts";

/** The options of `kist adopt`. */
export interface AdoptOptions {
  readonly schema?: string | undefined;
  readonly prefix?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** The result for one secret, or the result that it would have. */
interface Result {
  readonly name: string;
  readonly type: string;
  readonly revision: Revision;
  readonly result: "adopted" | "unchanged" | "would_adopt";
}

/** `kist adopt NAME…` */
export default async function adopt(
  session: Session,
  { schema: type, prefix, dryRun = false }: AdoptOptions,
  ...words: readonly string[]
): Promise<void> {
  const { output, signal } = session;
  assertOneMeaning(type, prefix, words);
  const schema = await schemaOfType(session, type);
  const manager = await session.manager();
  const names = prefix === undefined ? [...new Set(words)] : await namesToAdopt(session, prefix);
  if (prefix !== undefined && !dryRun && names.length > 0) {
    await agree(session, {
      question: `Adopt ${counted(names.length, "secret")} in ${manager.name}, with the schema ${type}?`,
      declined: "nothing was adopted",
      deed: `adopting ${counted(names.length, "secret")}`,
    });
  }
  const results: Result[] = [];
  using progress = output.progress();
  const errors = await goThrough(names, signal, async (name, index) => {
    progress.show(
      `${dryRun ? "Checked" : "Adopted"} ${index} of ${counted(names.length, "secret")}`,
    );
    const adoption = await adoptionOf(session, name, schema);
    results.push(
      adoption.kind === "owned" || dryRun
        ? { name, type, revision: adoption.revision, result: resultOf(adoption) }
        : {
            name,
            type,
            revision: await manager.adoptSecret(name, type, { signal }),
            result: "adopted",
          },
    );
  });
  progress[Symbol.dispose]();
  if (output.json) await output.document(results);
  else for (const result of results) await output.done(lineOf(result, placeWords(manager)));
  if (names.length === 0) await output.done(nothing(manager.name, prefix));
  throwAny(errors);
}

function assertOneMeaning(
  type: string | undefined,
  prefix: string | undefined,
  words: readonly string[],
): asserts type is string {
  if (words.length === 0 && prefix === undefined) {
    throw new UsageError(
      "NAME is missing",
      "kist list --not-owned shows the names; --prefix adopts all that begin with it",
    );
  }
  if (words.length > 0 && prefix !== undefined) {
    throw new UsageError("NAME and --prefix exclude each other", "leave out one of them");
  }
  if (type === undefined) {
    throw new UsageError(
      "--schema is missing",
      "add --schema arbitrary for any keys, or a type of kist schema list; it cannot be changed later",
    );
  }
}

function resultOf({ kind }: Adoption): Result["result"] {
  return kind === "owned" ? "unchanged" : "would_adopt";
}

function lineOf({ name, type, result }: Result, where: string): string {
  const lines = {
    adopted: `Adopted ${name}${where} (${type}).`,
    unchanged: `${name} is keykist's already (${type}).`,
    would_adopt: `Would adopt ${name}${where} (${type}).`,
  };
  return lines[result];
}

function nothing(manager: string, prefix = ""): string {
  return prefix === ""
    ? `Nothing to adopt in ${manager}.`
    : `Nothing to adopt in ${manager} whose name begins with ${JSON.stringify(prefix)}.`;
}
