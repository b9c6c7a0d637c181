import { command } from "../command.ts";
import type { ConformanceCommandOptions } from "../commands/conformance.ts";
import { numberOption, textsOption } from "./options.ts";
import { word } from "./words.ts";

/** The command for authors of flavors. */
export const conformanceCommand = {
  conformance: command<ConformanceCommandOptions, [source: string]>({
    summary: "Judge a flavor by the conformance suite",
    usage: "SOURCE[#EXPORT] [--seed N] [--case ID]… [--rounds N]",
    description:
      "SOURCE is a module, or a package, that exports a harness: how to open a backend of the flavor, and managers over " +
      "it. Runs the cases of @keykist/conformance, which has to be installed there, and says which promises are broken; " +
      "runs them again through a namespace scope, and through the layers that the harness names. " +
      "Ends with 1 where a promise is broken. It runs SOURCE in this process.",
    examples: [
      { line: "kist conformance ./acme.harness.ts", does: "runs every case once" },
      {
        line: "kist conformance ./acme.harness.ts --case crash/ --rounds 10",
        does: "tries ten times as much of one group",
      },
      {
        line: "kist conformance ./acme.harness.ts --seed 4711 --case concurrency/linearizable",
        does: "repeats one case as it was",
      },
      {
        line: "kist conformance ./acme.harness.ts --case contract/@namespace",
        does: "runs one group through a namespace scope only",
      },
      {
        line: "kist conformance ./acme.harness.ts --json > conformance.json",
        does: "makes the report that a package brings: kist flavor describe shows it",
      },
    ],
    json: "the report of runConformance: see docs/conformance.md",
    options: {
      seed: numberOption({
        placeholder: "N",
        brief: "Repeat the random choices of an earlier run",
      }),
      case: textsOption({
        placeholder: "ID",
        brief: "Only cases whose id begins so; with @RUN, in one run; may be repeated",
      }),
      rounds: numberOption({ placeholder: "N", brief: "Try N times as much of each property" }),
    },
    words: {
      kind: "tuple",
      parameters: [
        word({ placeholder: "SOURCE", brief: "A path or a package, and the export in it" }),
      ],
    },
    load: () => import("../commands/conformance.ts"),
  }),
};
