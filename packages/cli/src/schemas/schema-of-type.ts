import { defaultSchemaRegistry, KeykistError, type SecretSchema } from "@keykist/core";
import { didYouMean, nearest } from "../nearest.ts";
import type { Session } from "../session.ts";
import { loadSchemas } from "./load-schemas.ts";

/**
 * The schema of a type: a built-in one, or one of the configuration's modules.
 *
 * @throws KeykistError `SCHEMA_NOT_FOUND`, naming those that there are
 */
export async function schemaOfType(session: Session, type: string): Promise<SecretSchema> {
  const known = await schemaIfKnown(session, type);
  if (known !== undefined) return known;
  const types = defaultSchemaRegistry().types();
  const near = nearest(type, types);
  throw new KeykistError(
    "SCHEMA_NOT_FOUND",
    `there is no schema of the type ${JSON.stringify(type)}`,
    {
      hint:
        near.length > 0
          ? didYouMean(near)
          : `use one of ${types.join(", ")}, or register it: kist schema register SOURCE`,
    },
  );
}

/** The schema of a type, where there is one. */
export async function schemaIfKnown(
  session: Session,
  type: string,
): Promise<SecretSchema | undefined> {
  await loadSchemas(await session.configuration());
  const registry = defaultSchemaRegistry();
  return registry.has(type) ? registry.get(type) : undefined;
}
