import type { ConformanceCase } from "../conformance-case.ts";
import { claimCases } from "./capabilities/claims.ts";
import { concurrencyCases } from "./capabilities/concurrency.ts";
import { outsideWriterCases } from "./capabilities/outside-writers.ts";
import { readingAgainCases } from "./capabilities/reading-again.ts";
import { readingByIdCases } from "./capabilities/reading-by-id.ts";
import { refusalCases } from "./capabilities/refusals.ts";

/** Every claim, and the refusal of what is not claimed. */
export const capabilitiesCases: readonly ConformanceCase[] = [
  ...claimCases,
  ...concurrencyCases,
  ...readingAgainCases,
  ...outsideWriterCases,
  ...refusalCases,
  ...readingByIdCases,
];
