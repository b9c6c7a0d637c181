import { columns } from "../terminal/columns.ts";
import { counted } from "../terminal/counted.ts";
import type { Output } from "../terminal/output.ts";
import { quoted } from "../terminal/plain-text.ts";
import { shownTime } from "../terminal/shown-time.ts";
import { type PackageReport, REPORT_FILE } from "./package-report.ts";
import type { ReportDifference } from "./report-differences.ts";
import type { ReadReport } from "./report-schema.ts";
import { shownPath } from "../terminal/shown-path.ts";

/** Lines of one kind that are shown: the file, which is a stranger's, has them all. */
const MOST = 20;

const MAKE = `kist conformance HARNESS --json > ${REPORT_FILE}`;

/** What a package says of the conformance of its flavor, for people. */
export function packageReportLines(
  found: PackageReport,
  differences: readonly ReportDifference[],
  output: Output,
): string[] {
  switch (found.status) {
    case "none": {
      const where =
        found.file === undefined ? "it is in no package" : `there is no ${shownPath(found.file)}`;
      return [
        output.styled("dim", `No conformance report: ${where}. Its authors make one: ${MAKE}`),
      ];
    }
    case "damaged":
      return [`The conformance report is damaged: ${shownPath(found.file)}: ${found.problem}`];
    case "reported":
      return [
        "Conformance, as the package says",
        ...columns(rowsOf(found, differences, output).map(([what, how]) => [`  ${what}`, how])),
      ];
  }
}

type Row = readonly [what: string, how: string];

function rowsOf(
  { report, file }: Extract<PackageReport, { readonly status: "reported" }>,
  differences: readonly ReportDifference[],
  output: Output,
): Row[] {
  const { kit, package: judged, backend, finishedAt, only } = report;
  const failed = report.cases.filter(({ status }) => status === "failed" || status === "stale");
  return [
    ["verdict", verdict(report, output)],
    ...(only === undefined ? [] : [["part", partOf(only)] as const]),
    ["cases", countsOf(report)],
    ...few(failed, ({ id, run }) => [
      "FAILED",
      output.styled("red", run === "plain" ? id : `${id}@${run}`),
    ]),
    ...few(report.deviations, ({ case: id, reason, flaky }) => [
      "deviates",
      `${id}${flaky === true ? ", sometimes" : ""}: ${quoted(reason)}`,
    ]),
    ...differences.map(({ what, reported, present }): Row => [
      "differs",
      `${what}: ${shown(reported)} in the report, ${shown(present)} now`,
    ]),
    ["about", judged === undefined ? "not said" : `${judged.name} ${judged.version}`],
    ["ended", shownTime(new Date(finishedAt))],
    ["kit", `${kit.name} ${kit.version}`],
    ["backend", quoted(backend)],
    ["report", file],
    ["to check", "kist conformance HARNESS, with the harness of the flavor's authors"],
  ];
}

function verdict({ conformant, counts, only }: ReadReport, output: Output): string {
  const of = only === undefined ? "the contract" : "the part of the contract that was tried";
  if (!conformant) return output.styled(["red", "bold"], `NOT CONFORMANT: does not keep ${of}`);
  if (counts.passed + counts.deviates === 0) return output.styled("yellow", "nothing was tried");
  return counts.deviates === 0
    ? output.styled("green", `conformant: keeps ${of}`)
    : output.styled("yellow", `conformant, but for known deviations: else keeps ${of}`);
}

function partOf(only: readonly string[]): string {
  const shownFew = only
    .slice(0, MOST)
    .map((text) => quoted(text))
    .join(", ");
  return `only cases that begin with ${shownFew}${only.length > MOST ? ", …" : ""}`;
}

function countsOf({ counts }: ReadReport): string {
  return (
    `${counts.passed} passed, ${counts.failed + counts.stale} failed, ` +
    `${counted(counts.deviates, "known deviation")}, ${counts["not run"]} not run`
  );
}

/** The rows of the first few, and how many there are beside them. */
function few<T>(all: readonly T[], rowOf: (one: T) => Row): Row[] {
  const rows = all.slice(0, MOST).map(rowOf);
  return all.length > MOST ? [...rows, ["", `and ${all.length - MOST} more`]] : rows;
}

/** A value of which nothing is known, on one line. */
function shown(value: unknown): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === undefined
    ? "not said"
    : quoted(typeof value === "string" ? value : JSON.stringify(value));
}
