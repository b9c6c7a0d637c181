import { defaultSchemaRegistry, type SecretSchema } from "@keykist/core";
import type { Session } from "../session.ts";
import { loadSchemas } from "./load-schemas.ts";

/**
 * The schema of a type: a built-in one, or one of the configuration's modules.
 *
 * @throws KeykistError `SCHEMA_NOT_FOUND`, naming those that there are
 */
export async function schemaOfType(session: Session, type: string): Promise<SecretSchema> {
  await loadSchemas(await session.configuration());
  return defaultSchemaRegistry().get(type);
}
