import { defaultSchemaRegistry, type SecretSchema } from "@keykist/core";
import type { OpenedConfiguration } from "../configuration/open-configuration.ts";
import { importSource } from "../flavors/import-source.ts";

/**
 * Loads the modules that the configuration names for their schemas: those that register themselves, and those that
 * are exported.
 *
 * @returns by type, the module that brought it, as the configuration names that
 * @throws KeykistError `INVALID_CONFIG` where a module cannot be loaded; `SCHEMA_EXISTS`
 */
export async function loadSchemas({
  content,
  found,
}: OpenedConfiguration): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  if (found === undefined) return sources;
  const registry = defaultSchemaRegistry();
  for (const source of content.schemas) {
    const before = new Set(registry.types());
    const exported = await importSource(source, found.file);
    for (const schema of exportedSchemas(exported)) registry.register(schema);
    for (const type of registry.types()) if (!before.has(type)) sources.set(type, source);
  }
  return sources;
}

/** The schemas among the exports of a module. */
export function exportedSchemas(exported: object): readonly SecretSchema[] {
  return Object.values(exported).filter(isSchema);
}

/** Schemas carry a mark, which other copies of core put on theirs too. */
function isSchema(value: unknown): value is SecretSchema {
  return Reflect.get(Object(value), Symbol.for("keykist.schema")) !== undefined;
}
