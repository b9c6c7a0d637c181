import { arbitrarySchema, secretFromEntries } from "@keykist/core";
import { schemaOfType } from "../schemas/schema-of-type.ts";
import { placeWords } from "../managers/place-words.ts";
import type { Session } from "../session.ts";
import { counted } from "../terminal/counted.ts";
import { type GivenOptions, givenEntries } from "../values/given-entries.ts";
import { askForEntries } from "../values/interactive-entries.ts";

/** The options of `kist register`. */
export interface RegisterOptions extends GivenOptions {
  readonly schema?: string | undefined;
  readonly interactive?: boolean | undefined;
}

/** `kist register NAME [KEY=VALUE]…` */
export default async function register(
  session: Session,
  { schema: type = arbitrarySchema.TYPE, values, interactive = false }: RegisterOptions,
  name: string,
  ...words: readonly string[]
): Promise<void> {
  const { output, signal } = session;
  const schema = await schemaOfType(session, type);
  const entries = await givenEntries(session, words, { values });
  if (interactive) await askForEntries(session, schema, entries);
  const secret = secretFromEntries({ name, type, entries });
  const manager = await session.manager();
  const revision = await manager.registerSecret(secret, { signal });
  if (output.json) return output.document({ name, revision });
  return output.done(
    `Registered ${name}${placeWords(manager)} (${counted(secret.keys.length, "key")}, ${type}).`,
  );
}
