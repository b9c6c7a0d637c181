import type { ConformanceCase } from "../conformance-case.ts";
import { keepingCases } from "./history/keeping.ts";
import { refusingCases } from "./history/refusing.ts";
import { rollingBackCases } from "./history/rolling-back.ts";

/** Earlier states: how they are kept, and how they come into force again. */
export const historyCases: readonly ConformanceCase[] = [
  ...keepingCases,
  ...refusingCases,
  ...rollingBackCases,
];
