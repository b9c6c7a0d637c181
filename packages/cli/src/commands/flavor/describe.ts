import { type PackageReport, packageReport } from "../../conformance/package-report.ts";
import { packageReportLines } from "../../conformance/package-report-lines.ts";
import { type ReportDifference, reportDifferences } from "../../conformance/report-differences.ts";
import { capabilityLines } from "../../flavors/capability-lines.ts";
import { type FlavorField, flavorFields } from "../../flavors/flavor-fields.ts";
import { loadFlavor, moduleOfFlavor, sourceOfFlavor } from "../../flavors/load-flavor.ts";
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
  const conformance = await packageReport(moduleOfFlavor(name, configuration).file);
  const differences =
    conformance.status === "reported"
      ? reportDifferences(conformance.report, { Flavor, package: conformance.package })
      : [];
  if (output.json) {
    return output.document({
      name,
      source,
      defaultScope,
      fields: fields.map(documented),
      capabilities,
      conformance: conformanceDocument(conformance, differences),
    });
  }
  return output.lines([
    `${output.styled("bold", name)}  ${source}`,
    "",
    "Configuration",
    ...columns([
      ["  OPTION", "TYPE", "DEFAULT", "WHAT IT IS"],
      ...fields.map((field) => [
        `  ${field.name}`,
        typeOf(field),
        defaultOf(field, defaultScope),
        help(field),
      ]),
    ]),
    "",
    ...capabilityLines(capabilities),
    "",
    ...packageReportLines(conformance, differences, output),
  ]);
}

/** A field with nothing left out. */
function documented(field: FlavorField): object {
  return {
    ...field,
    environment: field.environment ?? null,
    default: field.default ?? null,
    description: field.description ?? null,
  };
}

/** What is said of conformance, with nothing left out but each case that did not fail. */
function conformanceDocument(
  found: PackageReport,
  differences: readonly ReportDifference[],
): object {
  if (found.status !== "reported") return { ...found, file: found.file ?? null };
  const { status, file, report } = found;
  const { cases, capabilities: _capabilities, ...summary } = report;
  const failed = cases.filter((one) => one.status === "failed" || one.status === "stale");
  return {
    status,
    file,
    ...summary,
    package: report.package ?? null,
    only: report.only ?? null,
    failed: failed.map(({ id, run }) => ({ id, run })),
    differences: differences.map((one) => ({ ...one, reported: one.reported ?? null })),
  };
}

function typeOf({ types, values }: FlavorField): string {
  if (values.length > 0) return values.map(String).join(" | ");
  return types.join(" or ") || "any";
}

/** What holds where the option is left out; a manager that the command makes has its scope written down. */
function defaultOf({ name, required, default: fallback }: FlavorField, scope: string): string {
  const given = name === "scope" ? scope : fallback;
  if (given === undefined) return required ? "(required)" : "";
  return typeof given === "string" ? given : JSON.stringify(given);
}

function help({ sensitive, environment, description = "" }: FlavorField): string {
  const parts = [
    description,
    sensitive ? "secret: never written into a configuration" : "",
    environment === undefined ? "" : `taken from ${environment}`,
  ];
  return parts.filter((part) => part !== "").join("; ");
}
