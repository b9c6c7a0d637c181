export { conformanceCases } from "./cases.ts";
export {
  type CapabilityRequirement,
  type CaseContext,
  type ConformanceCase,
  type Group,
  GROUPS,
  type HarnessRequirement,
  type Requirement,
} from "./conformance-case.ts";
export type { CaseReport, ConformanceReport } from "./conformance-report.ts";
export { conformanceTests, type TestContext, type TestRunner } from "./conformance-tests.ts";
export type {
  BackendFault,
  BudgetedOperation,
  ConformanceBackend,
  ConformanceHarness,
  Deviation,
  PeekedSecret,
  PlantOptions,
} from "./harness.ts";
export { canary } from "./leaks/canary.ts";
export type { LeakForm } from "./leaks/encodings.ts";
export { expectNoLeaks, expectNoLeaksIn } from "./leaks/expect-no-leaks.ts";
export { findLeaks, type Leak, LEAK_PIECE } from "./leaks/find-leaks.ts";
export { type ConformanceOptions, runConformance } from "./run-conformance.ts";
export { FakeClock } from "./scheduling/fake-clock.ts";
export { type Random, seededRandom } from "./scheduling/random.ts";
export { Scheduler } from "./scheduling/scheduler.ts";
export {
  type FaultyCalls,
  SERVER_FAULTS,
  type ServerFault,
  type ServerFaults,
} from "./server-faults.ts";
export { StepControl, type StepAction, type StepPlan } from "./scheduling/step-control.ts";
