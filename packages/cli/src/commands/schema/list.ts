import { defaultSchemaRegistry } from "@keykist/core";
import { loadSchemas } from "../../schemas/load-schemas.ts";
import type { Session } from "../../session.ts";
import { columns } from "../../terminal/columns.ts";

/** Where the schemas come from that every kist knows. */
export const BUILT_IN = "built in";

/** `kist schema list` */
export default async function listSchemas(session: Session): Promise<void> {
  const { output } = session;
  const sources = await loadSchemas(await session.configuration());
  const schemas = defaultSchemaRegistry()
    .types()
    .map((type) => ({ type, source: sources.get(type) ?? BUILT_IN }));
  if (output.json) return output.document(schemas);
  const rows = schemas.map(({ type, source }) => [type, source]);
  return output.lines(columns([["TYPE", "SOURCE"], ...rows]));
}
