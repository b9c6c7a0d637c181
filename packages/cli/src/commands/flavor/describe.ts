import { capabilityRows } from "../../flavors/capability-rows.ts";
import { type FlavorField, flavorFields } from "../../flavors/flavor-fields.ts";
import { loadFlavor, sourceOfFlavor } from "../../flavors/load-flavor.ts";
import type { Session } from "../../session.ts";
import { columns } from "../../terminal/columns.ts";

/** `kist flavor describe NAME` */
export default async function describeFlavor(
  session: Session,
  _options: object,
  name: string,
): Promise<void> {
  const { output } = session;
  const configuration = await session.configuration();
  const Flavor = await loadFlavor(name, configuration);
  const { capabilities, defaultScope } = Flavor;
  const fields = flavorFields(Flavor);
  const source = sourceOfFlavor(name, configuration) ?? name;
  if (output.json) {
    return output.document({
      name,
      source,
      defaultScope,
      fields: fields.map(documented),
      capabilities,
    });
  }
  return output.lines([
    `${output.styled("bold", name)}  ${source}`,
    "",
    "Configuration",
    ...columns(
      fields.map((field) => [`  ${field.name}`, typeOf(field), help(field, defaultScope)]),
    ),
    "",
    "What it can do",
    ...columns(capabilityRows(capabilities).map(([what, how]) => [`  ${what}`, how])),
  ]);
}

/** A field with nothing left out. */
function documented(field: FlavorField): object {
  return { ...field, default: field.default ?? null, description: field.description ?? null };
}

function typeOf({ types, values }: FlavorField): string {
  if (values.length > 0) return values.map(String).join(" | ");
  return types.join(" or ") || "any";
}

function help(
  { name, required, sensitive, default: fallback, description }: FlavorField,
  scope: string,
): string {
  const given = name === "scope" ? scope : fallback;
  return [
    required ? "required" : "",
    description ?? "",
    given === undefined
      ? ""
      : `default ${typeof given === "string" ? given : JSON.stringify(given)}`,
    sensitive ? "secret: never written into a configuration" : "",
  ]
    .filter((part) => part !== "")
    .join("; ");
}
