import { defaultSchemaRegistry, type SecretSchema } from "@keykist/core";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import { importSource } from "../flavors/import-source.ts";

/**
 * Loads the modules that the configuration names for their schemas: those that register themselves, and those that
 * are exported.
 *
 * @throws KeykistError `INVALID_CONFIG` where a module cannot be loaded; `SCHEMA_EXISTS`
 */
export async function loadSchemas({ content, found }: OpenedConfiguration): Promise<void> {
  if (found === undefined) return;
  for (const source of content.schemas) {
    const exported = await importSource(source, found.file);
    for (const schema of exportedSchemas(exported)) defaultSchemaRegistry().register(schema);
  }
}

/** The schemas among the exports of a module. */
export function exportedSchemas(exported: object): readonly SecretSchema[] {
  return Object.values(exported).filter(isSchema);
}

/** Schemas carry a mark, which other copies of core put on theirs too. */
function isSchema(value: unknown): value is SecretSchema {
  return Reflect.get(Object(value), Symbol.for("keykist.schema")) !== undefined;
}
