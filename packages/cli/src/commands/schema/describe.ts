import { loadSchemas } from "../../schemas/load-schemas.ts";
import { schemaOfType } from "../../schemas/schema-of-type.ts";
import type { Session } from "../../session.ts";
import { columns } from "../../terminal/columns.ts";
import { BUILT_IN } from "./list.ts";

/** `kist schema describe TYPE` */
export default async function describeSchema(
  session: Session,
  _options: object,
  type: string,
): Promise<void> {
  const { output } = session;
  const sources = await loadSchemas(await session.configuration());
  const schema = await schemaOfType(session, type);
  const source = sources.get(type) ?? BUILT_IN;
  const { requiredKeys: required, optionalKeys: optional } = schema;
  if (output.json) {
    return output.document({ type, source, required, optional, jsonSchema: schema.toJSONSchema() });
  }
  const rows = [
    ...required.map((key) => [`  ${key}`, "required"]),
    ...optional.map((key) => [`  ${key}`, "optional"]),
  ];
  return output.lines([
    `${output.styled("bold", type)}  ${source}`,
    ...(rows.length === 0 ? ["  any keys"] : columns(rows)),
  ]);
}
