import path from "node:path";
import { loadHarness } from "../conformance/load-harness.ts";
import { loadSuite } from "../conformance/load-suite.ts";
import { reportLines } from "../conformance/report-lines.ts";
import { EXIT_CODES } from "../exit-code.ts";
import { fileOfSource } from "../flavors/import-source.ts";
import { packageAbove } from "../flavors/package-above.ts";
import { splitSource } from "../flavors/source.ts";
import { typedSource } from "../flavors/typed-source.ts";
import { Interrupted } from "../interrupted.ts";
import type { Session } from "../session.ts";
import { UsageError } from "../usage-error.ts";

/** The options of `kist conformance`. */
export interface ConformanceCommandOptions {
  readonly seed?: number | undefined;
  readonly rounds?: number | undefined;
  readonly case?: readonly string[] | undefined;
}

/** `kist conformance SOURCE` */
export default async function conformance(
  session: Session,
  { seed, rounds, case: cases }: ConformanceCommandOptions,
  typed: string,
): Promise<number> {
  const { host, output } = session;
  // Modules are looked for from where the command is typed.
  const from = path.join(host.workingFolder, "kist");
  const { source: written, name } = splitSource(typed);
  const source = typedSource(written, { workingFolder: host.workingFolder, file: from });
  const file = fileOfSource(source, from);
  const suite = await loadSuite(file);
  const harness = await loadHarness(file, { source, name });
  const { length } = suite.chosenCases(harness, cases);
  if (length === 0) {
    throw new UsageError("no case begins so", "give a group, such as crash/, or the id of a case");
  }

  using progress = output.progress();
  let done = 0;
  let failed = 0;
  const report = await suite.runConformance(harness, {
    seed,
    rounds,
    cases,
    package: judgedPackage(file),
    onCase: ({ id, run, status }) => {
      if (host.signal.aborted) throw new Interrupted();
      done += 1;
      failed += status === "failed" || status === "stale" ? 1 : 0;
      progress.show(`${done} of ${length}, ${failed} failed: ${suite.idInRun(id, run)}`);
    },
  });
  progress[Symbol.dispose]();
  if (output.json) await output.document(report);
  else await output.lines(reportLines(report, { source: typed, output, idInRun: suite.idInRun }));
  return report.conformant ? EXIT_CODES.done : EXIT_CODES.unexpected;
}

/** The package that a harness is in, which is that of the flavor or its tests'. */
function judgedPackage(
  harness: string,
): { readonly name: string; readonly version: string } | undefined {
  const { name, version } = packageAbove(harness) ?? {};
  return name === undefined || version === undefined ? undefined : { name, version };
}
