export { conformanceCases } from "./cases.ts";
export {
  type CapabilityRequirement,
  type CaseContext,
  type ConformanceCase,
  type Group,
  GROUPS,
  type HarnessRequirement,
  type Observation,
  type Requirement,
} from "./conformance-case.ts";
export type { CaseReport, ConformanceReport, JudgedPackage } from "./conformance-report.ts";
export { conformanceTests, type TestContext, type TestRunner } from "./conformance-tests.ts";
export type {
  BackendFault,
  BudgetedOperation,
  ConformanceBackend,
  ConformanceHarness,
  ConformanceLayer,
  Deviation,
  NativeTools,
  PeekedSecret,
  PlantOptions,
} from "./harness.ts";
export { canary } from "./leaks/canary.ts";
export type { LeakForm } from "./leaks/encodings.ts";
export { expectNoLeaks, expectNoLeaksIn } from "./leaks/expect-no-leaks.ts";
export { findLeaks, type Leak, LEAK_PIECE } from "./leaks/find-leaks.ts";
export { assertLinearizable } from "./linearizability/assert-linearizable.ts";
export {
  checkHistory,
  type CheckHistoryOptions,
  type LinearizabilityVerdict,
} from "./linearizability/check-history.ts";
export { formatHistory } from "./linearizability/format-history.ts";
export {
  hasOverlappingWrites,
  lagging,
  type RecordedOperation,
  type SecretAction,
  type SecretAnswer,
  type SecretEntries,
} from "./linearizability/history.ts";
export { HistoryRecorder, type RecordedFailure } from "./linearizability/history-recorder.ts";
export type { RecordedClient, ShownSecret } from "./linearizability/recorded-client.ts";
export { type CaseInRun, chosenCases, idInRun } from "./runs/chosen-cases.ts";
export { type ConformanceRun, NAMESPACE_RUN, PLAIN_RUN } from "./runs/conformance-run.ts";
export { type ConformanceOptions, runConformance } from "./run-conformance.ts";
export {
  runSeeds,
  SEEDED_GROUPS,
  type SeedFailure,
  type SeedsOptions,
  type SeedsReport,
  seedsProblems,
  seedsText,
} from "./run-seeds.ts";
export { FakeClock } from "./scheduling/fake-clock.ts";
export { derivedSeed, type Random, seededRandom } from "./scheduling/random.ts";
export { Scheduler, type SchedulerOptions } from "./scheduling/scheduler.ts";
export {
  type FaultyCalls,
  SERVER_FAULTS,
  type ServerFault,
  type ServerFaults,
} from "./server-faults.ts";
export { StepControl, type StepAction, type StepPlan } from "./scheduling/step-control.ts";
