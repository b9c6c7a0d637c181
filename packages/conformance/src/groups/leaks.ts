import type { ConformanceCase } from "../conformance-case.ts";
import { failingCases } from "./leaks/failing.ts";
import { failingOnceCases } from "./leaks/failing-once.ts";
import { observingCases } from "./leaks/observing.ts";
import { printingCases } from "./leaks/printing.ts";
import { validatingCases } from "./leaks/validating.ts";

export const leaksCases: readonly ConformanceCase[] = [
  ...printingCases,
  ...failingCases,
  ...validatingCases,
  ...observingCases,
  ...failingOnceCases,
];
