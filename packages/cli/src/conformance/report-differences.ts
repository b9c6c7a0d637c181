import type { FlavorClass } from "@keykist/core";
import type { PackageAbove } from "../flavors/package-above.ts";
import { isJsonObject } from "../json-object.ts";
import type { ReadReport } from "./report-schema.ts";

/** Something that a report says otherwise than it is now. */
export interface ReportDifference {
  /** `flavor`, `package`, `version`, or a claim: `history`, `limits.keys`. */
  readonly what: string;
  /** `undefined` where the report does not say. */
  readonly reported: unknown;
  readonly present: unknown;
}

/** In what a report is not about the flavor as it was loaded. */
export function reportDifferences(
  report: ReadReport,
  { Flavor, package: found }: { readonly Flavor: FlavorClass; readonly package: PackageAbove },
): ReportDifference[] {
  const { limits, ...claims } = Flavor.capabilities;
  const reportedLimits = report.capabilities["limits"];
  const pairs: ReportDifference[] = [
    { what: "flavor", reported: report.flavor, present: Flavor.FLAVOR },
    ...packagePairs(report, found),
    ...Object.entries(claims).map(([claim, present]) => ({
      what: claim,
      reported: report.capabilities[claim],
      present,
    })),
    ...Object.entries({ ...limits }).map(([limit, present]) => ({
      what: `limits.${limit}`,
      reported: isJsonObject(reportedLimits) ? reportedLimits[limit] : undefined,
      present,
    })),
  ];
  return pairs.filter(({ reported, present }) => reported !== present);
}

/** Nothing is compared where one side does not say. */
function packagePairs({ package: judged }: ReadReport, found: PackageAbove): ReportDifference[] {
  if (judged === undefined) return [];
  const name = { what: "package", reported: judged.name, present: found.name };
  if (found.version === undefined) return [name];
  return [name, { what: "version", reported: judged.version, present: found.version }];
}
