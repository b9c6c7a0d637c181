import assert from "node:assert/strict";
import type { ErrorCode } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, holds, succeeds } from "../../expectations.ts";
import { givenSecret } from "../../given.ts";
import type { BackendFault } from "../../harness.ts";
import type { OperationUnderTest } from "../../operations-under-test.ts";
import { HurriedClock } from "../../scheduling/hurried-clock.ts";
import { type StepAction, StepControl } from "../../scheduling/step-control.ts";
import { isInState, stateOf } from "../../secret-state.ts";
import { stepsOf } from "../../trial.ts";
import {
  allOperations,
  faultOf,
  hurriedTrialOf,
  isJudged,
  type OperationsOfCase,
  places,
  STORM,
  TIMEOUT,
  writesOf,
} from "./judged.ts";
import { SeenFaults } from "./seen-faults.ts";

/** What a write that reached the backend twice may take its own first for. */
const takenForAnothers: readonly ErrorCode[] = [
  "SECRET_EXISTS",
  "SECRET_NOT_FOUND",
  "REVISION_CONFLICT",
];

/** Faults at steps. Each of them comes once, at every step in turn, or stays. */
export const onceCases: readonly ConformanceCase[] = group("faults", {
  throttled: {
    title:
      "an operation of which one call is refused as one too many succeeds, or says so and can be repeated",
    requires: ["write", "observable", "throttled"],
    run: (context) =>
      atEachStep(context, allOperations(context), {
        name: "throttled",
        action: failing(context, "throttled", "before"),
        codes: ["THROTTLED"],
      }),
  },
  cut: {
    title:
      "an operation that loses the connection before a call succeeds, or fails with UNAVAILABLE and the truth",
    requires: ["write", "observable", "unavailable"],
    run: (context) =>
      atEachStep(context, allOperations(context), {
        name: "cut",
        action: failing(context, "unavailable", "before"),
        codes: ["UNAVAILABLE"],
      }),
  },
  unanswered: {
    title:
      "a write that loses the connection behind a call that was carried out does not say that nothing was done",
    requires: ["write", "observable", "unavailable"],
    run: (context) =>
      atEachStep(context, writesOf(context), {
        name: "unanswered",
        action: failing(context, "unavailable", "after"),
        codes: ["UNAVAILABLE"],
      }),
  },
  repeated: {
    title:
      "a write of which one call is carried out twice leaves the secret as if it had been carried out once",
    requires: ["write", "observable"],
    run: async (context) => {
      const { contents, operations } = writesOf(context);
      const seen = new SeenFaults(context);
      for (const operation of operations) {
        const { length } = await quietSteps(context, operation);
        for (const step of places(context, length)) {
          const what = `${operation.operation}, step ${step} carried out twice`;
          const { run, target, before } = await hurriedTrialOf(context, operation, {
            label: `repeated-${step}`,
            plan: (_step, number) => ({ kind: number === step ? "repeat" : "pass" }),
          });
          const [end] = await Promise.allSettled([run()]);
          if (end.status === "rejected") {
            const code: unknown = Reflect.get(Object(end.reason), "code");
            const isKnown = takenForAnothers.some((each) => each === code);
            assert.ok(isKnown, `${what}: it failed with ${String(code)}`);
          }
          await isInState(context, target.name, [operation.change?.after ?? before], what);
          seen.note(`${what} ${JSON.stringify(contents)}`, end);
        }
      }
      seen.tell();
    },
  },
  "modify-once": {
    title: "a change is not applied a second time because the answer to the first was lost",
    requires: ["write", "guardedUpdate", "observable", "unavailable"],
    run: async (context) => {
      const fault = faultOf(context, "unavailable");
      const setUp = await context.manager();
      for (let step = 1; ; step += 1) {
        const name = await givenSecret(context, setUp, `counter-${step}`, { count: "0" });
        const control = new StepControl();
        const options = { clock: new HurriedClock(TIMEOUT), interceptStep: control.intercept };
        const manager = await context.manager({ timeoutMs: TIMEOUT }, options);
        control.plan = () =>
          control.steps.length === step
            ? { kind: "fail", error: fault(), when: "after" }
            : { kind: "pass" };
        const counted = manager.modifySecret(name, ({ count }) => ({
          count: String(Number(count) + 1),
        }));
        const [end] = await Promise.allSettled([counted]);
        const once = { entries: { count: "1" }, owned: true } as const;
        const never = { entries: { count: "0" }, owned: true } as const;
        const states = end.status === "fulfilled" ? [once] : [never, once];
        const what = `a counter, the answer of step ${step} lost`;
        await isInState(context, name, states, what);
        if (control.steps.length < step) return;
      }
    },
  },
  "always-throttled": {
    title:
      "an operation whose calls are all refused gives up in time, after a bounded number of them",
    requires: ["write", "observable", "throttled"],
    run: (context) => failsForGood(context, "throttled", ["THROTTLED", "TIMEOUT"]),
  },
  "always-cut": {
    title: "an operation that has no connection gives up in time, after a bounded number of calls",
    requires: ["write", "observable", "unavailable"],
    run: (context) => failsForGood(context, "unavailable", ["UNAVAILABLE", "TIMEOUT"]),
  },
  recovers: {
    title: "a manager that met a fault works as before once the fault is gone",
    requires: ["write", "observable", "unavailable"],
    run: async (context) => {
      const fault = failing(context, "unavailable", "before");
      const { contents, operations } = allOperations(context);
      const seen = new SeenFaults(context);
      for (const operation of operations) {
        const { length } = await quietSteps(context, operation);
        for (const step of places(context, length)) {
          const what = `${operation.operation}, step ${step} failed: the same manager, later`;
          const { run, manager, target } = await hurriedTrialOf(context, operation, {
            label: `recovers-${step}`,
            plan: (_step, number) => (number === step ? fault() : { kind: "pass" }),
          });
          const [end] = await Promise.allSettled([run()]);
          seen.note(`${what} ${JSON.stringify(contents)}`, end);
          const state = await stateOf(context, target.name);
          await succeeds(collected(manager.listSecrets({ prefix: target.name })), what);
          if (state !== "absent") await holds(manager, target.name, state.entries, what);
        }
      }
      seen.tell();
    },
  },
});

/** The steps of an operation of a manager that is connected. */
function quietSteps(
  context: CaseContext,
  operation: OperationUnderTest,
): ReturnType<typeof stepsOf> {
  return stepsOf(context, operation, { label: "steps", connects: "before" });
}

function failing(
  context: CaseContext,
  kind: BackendFault,
  when: "before" | "after",
): () => StepAction {
  const fault = faultOf(context, kind);
  return () => ({ kind: "fail", error: fault(), when });
}

interface StepFault {
  readonly name: string;
  readonly action: () => StepAction;
  readonly codes: readonly ErrorCode[];
}

/** Does something to each step of each operation in turn, and judges the operation. */
async function atEachStep(
  context: CaseContext,
  { contents, operations }: OperationsOfCase,
  { name, action, codes }: StepFault,
): Promise<void> {
  const seen = new SeenFaults(context);
  for (const operation of operations) {
    const { length } = await quietSteps(context, operation);
    for (const step of places(context, length)) {
      const trial = await hurriedTrialOf(context, operation, {
        label: `${name}-${step}`,
        plan: (_step, number) => (number === step ? action() : { kind: "pass" }),
      });
      const what = `${operation.operation}, step ${step} ${name}`;
      const end = await isJudged(context, operation, trial, { what, codes });
      const { steps } = trial.control;
      seen.note(`${what} ${JSON.stringify(contents)}`, end, steps.length - length);
      assert.ok(steps.length <= 2 * length + STORM, `${what}: ${steps.length} steps were made`);
    }
  }
  seen.tell();
}

/** Lets every step fail, from each on in turn. */
async function failsForGood(
  context: CaseContext,
  kind: BackendFault,
  codes: readonly ErrorCode[],
): Promise<void> {
  const fault = failing(context, kind, "before");
  const { contents, operations } = allOperations(context);
  const seen = new SeenFaults(context);
  for (const operation of operations) {
    const { length } = await quietSteps(context, operation);
    for (const first of places(context, length)) {
      const { control, clock, run } = await hurriedTrialOf(context, operation, {
        label: `for-good-${first}`,
        plan: (_step, number) => (number >= first ? fault() : { kind: "pass" }),
      });
      const what = `${operation.operation}, ${kind} from step ${first} on`;
      const [end] = await Promise.allSettled([run()]);
      const { steps } = control;
      seen.note(`${what} ${JSON.stringify(contents)}`, end, steps.length - length);
      assert.ok(steps.length <= length + STORM, `${what}: ${steps.length} steps were made`);
      assert.ok(clock.elapsed <= TIMEOUT, `${what}: it took longer than timeoutMs`);
      if (end.status === "fulfilled") continue;
      const code: unknown = Reflect.get(Object(end.reason), "code");
      assert.ok(
        codes.some((each) => each === code),
        `${what}: it failed with ${String(code)}`,
      );
    }
  }
  seen.tell();
}
