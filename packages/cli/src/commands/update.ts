import {
  type ArbitraryContent,
  arbitrarySchema,
  isSecretKey,
  type Revision,
  secretFromEntries,
} from "@keykist/core";
import { Interrupted } from "../interrupted.ts";
import { schemaIfKnown } from "../schemas/schema-of-type.ts";
import { placeWords } from "../managers/place-words.ts";
import type { Session } from "../session.ts";
import { counted } from "../terminal/counted.ts";
import { UsageError } from "../usage-error.ts";
import { type GivenOptions, givenEntries } from "../values/given-entries.ts";
import { askForEntries } from "../values/interactive-entries.ts";
import { missingKey } from "../values/missing-key.ts";

/** The options of `kist update`. */
export interface UpdateOptions extends GivenOptions {
  readonly unset?: readonly string[] | undefined;
  readonly replace?: boolean | undefined;
  readonly ifRevision?: string | undefined;
  readonly interactive?: boolean | undefined;
}

/** What becomes of a content. */
interface Change {
  readonly entries: ReadonlyMap<string, string>;
  readonly unset: readonly string[];
  readonly replace: boolean;
}

/** `kist update NAME [KEY=VALUE]…` */
export default async function update(
  session: Session,
  options: UpdateOptions,
  name: string,
  ...words: readonly string[]
): Promise<void> {
  const { output } = session;
  assertChangesSomething(options, words);
  // Nobody should have to type a value for a secret that is not there.
  if (options.interactive === true || words.some((word) => !word.includes("="))) {
    await lookUp(session, name);
  }
  const entries = await givenEntries(session, words, options);
  const { unset = [], replace = false, ifRevision } = options;
  assertOneMeaning(entries, unset, replace);
  if (options.interactive === true) await askForChanges(session, name, { entries, unset, replace });
  const change = { entries, unset, replace };
  if (!replace && entries.size === 0 && unset.length === 0) {
    throw new Interrupted(`nothing was given, and ${name} stays as it is`);
  }
  const revision = await apply(session, name, change, ifRevision);
  if (output.json) return output.document({ name, revision });
  const manager = await session.manager();
  return output.done(`Updated ${name}${placeWords(manager)} (${inWords(change)}).`);
}

function assertChangesSomething(options: UpdateOptions, words: readonly string[]): void {
  const { interactive = false, replace = false, unset = [], values } = options;
  if (interactive || values !== undefined || words.length > 0 || unset.length > 0) return;
  throw replace
    ? new UsageError(
        "--replace without any key would leave the secret empty",
        "say so with --values '{}', or delete it: kist delete NAME",
      )
    : new UsageError("there is nothing to change", "give KEY=@FILE, KEY=-, KEY, --unset KEY or -i");
}

function assertOneMeaning(
  entries: ReadonlyMap<string, string>,
  unset: readonly string[],
  replace: boolean,
): void {
  if (replace && unset.length > 0) {
    throw new UsageError("--replace and --unset exclude each other", "leave out --unset");
  }
  if (!unset.every(isSecretKey)) {
    throw new UsageError(
      "--unset takes a key",
      'a key is of letters, digits, "_" and "-", and does not begin with a digit',
    );
  }
  const both = unset.find((key) => entries.has(key));
  if (both !== undefined) throw new UsageError(`the key ${both} is both given and unset`);
}

/** What is known of the secret, which has to be there. */
async function lookUp(
  session: Session,
  name: string,
): Promise<{ type: string; keys: readonly string[] }> {
  const manager = await session.manager();
  const { type = arbitrarySchema.TYPE, keys } = await manager.describeSecret(name, {
    signal: session.signal,
  });
  return { type, keys };
}

async function askForChanges(
  session: Session,
  name: string,
  { entries, unset, replace }: Change & { readonly entries: Map<string, string> },
): Promise<void> {
  const { type, keys } = await lookUp(session, name);
  const schema = (await schemaIfKnown(session, type)) ?? arbitrarySchema;
  const present = replace ? [] : keys.filter((key) => !unset.includes(key));
  await askForEntries(session, schema, entries, { present, left: unset });
}

/** Writes the change, so that nothing that someone else writes in the meantime is lost. */
async function apply(
  session: Session,
  name: string,
  change: Change,
  ifRevision: Revision | undefined,
): Promise<Revision> {
  const { signal } = session;
  const manager = await session.manager();
  if (ifRevision === undefined && !change.replace) {
    return manager.modifySecret(name, (content) => changed(name, content, change), { signal });
  }
  // Of another state than the one that is demanded, this content is refused when it is written.
  const { type, content } = await manager.getSecret(name, arbitrarySchema, { signal });
  const entries = new Map(Object.entries(changed(name, content, change)));
  return manager.updateSecret(secretFromEntries({ name, type, entries }), { ifRevision, signal });
}

function changed(
  name: string,
  content: ArbitraryContent,
  { entries, unset, replace }: Change,
): ArbitraryContent {
  if (replace) return Object.fromEntries(entries);
  const keys = Object.keys(content);
  const missing = unset.find((key) => !keys.includes(key));
  if (missing !== undefined) throw missingKey(name, missing, keys);
  const merged = new Map([...Object.entries(content), ...entries]);
  for (const key of unset) merged.delete(key);
  return Object.fromEntries(merged);
}

function inWords({ entries, unset, replace }: Change): string {
  if (replace) return `now ${counted(entries.size, "key")}`;
  const parts = [
    entries.size > 0 ? `${counted(entries.size, "key")} set` : "",
    unset.length > 0 ? `${counted(unset.length, "key")} unset` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}
