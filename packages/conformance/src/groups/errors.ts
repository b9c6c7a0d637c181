import type { ConformanceCase } from "../conformance-case.ts";
import { abortingCases } from "./errors/aborting.ts";
import { backendFaultCases } from "./errors/backend-faults.ts";
import { reportingCases } from "./errors/reporting.ts";
import { timingCases } from "./errors/timing.ts";
import { warmCases } from "./errors/warm.ts";

/** What happens when something goes wrong, and what is said of it. */
export const errorsCases: readonly ConformanceCase[] = [
  ...backendFaultCases,
  ...abortingCases,
  ...timingCases,
  ...warmCases,
  ...reportingCases,
];
