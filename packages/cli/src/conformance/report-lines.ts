import type { ConformanceReport } from "@keykist/conformance";
import type { Output } from "../terminal/output.ts";
import { columns } from "../terminal/columns.ts";
import { counted } from "../terminal/counted.ts";
import { shownTime } from "../terminal/shown-time.ts";
import type { Suite } from "./load-suite.ts";

type CaseReport = ConformanceReport["cases"][number];

/** What lines are made with. */
export interface ReportLinesOptions extends Pick<Suite, "idInRun"> {
  /** Of the harness, as it was typed. */
  readonly source: string;
  readonly output: Output;
}

/** A report for people: what each group and each further run came to, what failed and how to try it again, what was not run. */
export function reportLines(
  report: ConformanceReport,
  { source, output, idInRun }: ReportLinesOptions,
): string[] {
  const { flavor, backend, seed, rounds, conformant, cases, counts } = report;
  const again = `kist conformance ${source} --seed ${seed}${rounds === 1 ? "" : ` --rounds ${rounds}`}`;
  const verdict = conformant
    ? output.styled("green", "keeps the contract")
    : output.styled("red", "does not keep the contract");
  const named = cases.map((one) => ({ ...one, id: idInRun(one.id, one.run) }));
  return [
    ...columns(rows(cases)),
    "",
    ...named.filter(({ status }) => status === "failed").flatMap((one) => failureLines(one, again)),
    ...named.filter(({ status }) => status === "stale").flatMap(staleLines),
    ...named.filter(({ status }) => status === "deviates").map(deviationLine),
    ...notRunLines(cases),
    judgedLine(report),
    `${flavor}, on ${backend}, ${verdict}: ${counts.passed} passed, ${counts.failed + counts.stale} failed, ` +
      `${counts.deviates} known deviations, ${counts["not run"]} not run (seed ${seed})`,
  ];
}

/** Which version was judged by which, and when: what a report that is kept will be asked for. */
function judgedLine({ kit, package: judged, finishedAt }: ConformanceReport): string {
  const what = judged === undefined ? "" : `${judged.name} ${judged.version}, `;
  return `${what}judged by ${kit.name} ${kit.version}, ended ${shownTime(new Date(finishedAt))}`;
}

/** The run of the managers as they are. */
const PLAIN = "plain";

/** What each group came to in the plain run, and what each further run came to as a whole. */
function rows(cases: readonly CaseReport[]): string[][] {
  const parts = Map.groupBy(cases, ({ group, run }) =>
    run === PLAIN ? group : `again through ${run}`,
  );
  return [...parts].map(([part, members]) => {
    const count = (status: CaseReport["status"]): number =>
      members.filter((one) => one.status === status).length;
    const failed = count("failed") + count("stale");
    return [
      part,
      `${count("passed")} passed`,
      failed === 0 ? "" : `${failed} failed`,
      count("deviates") === 0 ? "" : counted(count("deviates"), "deviation"),
      count("not run") === 0 ? "" : `${count("not run")} not run`,
    ];
  });
}

function failureLines({ id, title, message = "", cause }: CaseReport, again: string): string[] {
  return [
    `FAILED ${id}: ${title}`,
    ...(cause === "error" ? ["  it could not be carried out:"] : []),
    ...message.split("\n").map((line) => `  ${line}`.trimEnd()),
    `  again: ${again} --case ${id}`,
    "",
  ];
}

function staleLines({ id, title, reason = "" }: CaseReport): string[] {
  return [
    `FAILED ${id}: ${title}`,
    `  it passes, although the harness lists it as a deviation (${reason}); take it off the list`,
    "",
  ];
}

function deviationLine({ id, reason = "" }: CaseReport): string {
  return `deviates ${id}: ${reason}`;
}

/** What was missing for the cases that were not run, and for how many of them. */
function notRunLines(cases: readonly CaseReport[]): string[] {
  const missing = new Map<string, number>();
  for (const { status, unmet = [] } of cases) {
    if (status !== "not run") continue;
    const what = unmet.join(", ");
    missing.set(what, (missing.get(what) ?? 0) + 1);
  }
  const lines = [...missing].map(
    ([what, count]) => `not run, ${counted(count, "case")}: needs ${what}`,
  );
  return lines.length === 0 ? [] : [...lines, ""];
}
