import { defaultSchemaRegistry, KeykistError, type SecretSchema } from "@keykist/core";
import { nearest } from "../nearest.ts";
import type { Session } from "../session.ts";
import { loadSchemas } from "./load-schemas.ts";

/**
 * The schema of a type: a built-in one, or one of the configuration's modules.
 *
 * @throws KeykistError `SCHEMA_NOT_FOUND`, with the type that may have been meant
 */
export async function schemaOfType(session: Session, type: string): Promise<SecretSchema> {
  await loadSchemas(await session.configuration());
  const registry = defaultSchemaRegistry();
  if (registry.has(type)) return registry.get(type);
  const types = registry.types();
  const meant = nearest(type, types);
  throw new KeykistError(
    "SCHEMA_NOT_FOUND",
    `there is no schema of the type ${JSON.stringify(type)}`,
    {
      hint: meant === undefined ? `there are: ${types.join(", ")}` : `did you mean ${meant}?`,
    },
  );
}
