import { arbitrarySchema, KeykistError, type Secret } from "@keykist/core";
import type { Session } from "../session.ts";
import type { Injection } from "./child-environment.ts";
import { shellQuoted } from "../terminal/shell-quoted.ts";

/**
 * The keys of secrets, as they are stored: what a schema makes of a value is for programs that know the schema. Each is
 * checked against its schema first, if that is known here, so that no program starts without a key that it needs.
 *
 * @throws KeykistError `SECRET_NOT_FOUND`; `INVALID_VALUE` and `INVALID_KEY` where a secret does not fit its schema
 */
export async function secretInjections(
  session: Session,
  names: readonly string[],
): Promise<readonly Injection[]> {
  if (names.length === 0) return [];
  const manager = await session.manager();
  const secrets = await manager.getSecrets([...new Set(names)], arbitrarySchema, {
    signal: session.signal,
  });
  const injections: Injection[] = [];
  for (const [name, secret] of secrets) {
    if (KeykistError.is(secret)) throw secret;
    await assertFits(session, name, secret);
    injections.push({ from: `the secret ${name}`, secret: name, variables: secret.content });
  }
  return injections;
}

async function assertFits(
  session: Session,
  name: string,
  { type, content }: Secret,
): Promise<void> {
  // Takes any keys, and is by far the most common.
  if (type === arbitrarySchema.TYPE) return;
  const { schemaIfKnown } = await import("../schemas/schema-of-type.ts");
  const schema = await schemaIfKnown(session, type);
  const decoded = schema?.decode(new Map(Object.entries(content)));
  if (decoded?.kind !== "invalid") return;
  const list = decoded.issues.map(({ key, problem }) => `${key}: ${problem}`).join("; ");
  throw new KeykistError(
    "INVALID_VALUE",
    `the secret ${JSON.stringify(name)} does not fit the schema "${type}": ${list}`,
    {
      secret: name,
      issues: decoded.issues,
      hint: `the command was not started; kist update ${shellQuoted(name)} -i asks for what is missing`,
    },
  );
}
