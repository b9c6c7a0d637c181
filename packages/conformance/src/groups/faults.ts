import type { ConformanceCase } from "../conformance-case.ts";
import { lateCases } from "./faults/late.ts";
import { leaseCases } from "./faults/leases.ts";
import { onceCases } from "./faults/once.ts";
import { unansweredOnceCases } from "./faults/unanswered-once.ts";
import { serverCases } from "./faults/server.ts";
import { staleCases } from "./faults/stale.ts";

/** Faults that come and go: what is done is done once, what is said is so, and nobody waits for ever. */
export const faultsCases: readonly ConformanceCase[] = [
  ...onceCases,
  ...lateCases,
  ...staleCases,
  ...leaseCases,
  ...unansweredOnceCases,
  ...serverCases,
];
