import assert from "node:assert/strict";
import { type ErrorCode, KeykistError } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, succeeds } from "../../expectations.ts";
import { givenSecret } from "../../given.ts";
import type { BackendFault } from "../../harness.ts";
import { isInState, stateOf } from "../../secret-state.ts";
import { StepControl } from "../../scheduling/step-control.ts";
import { type OperationUnderTest, operationsUnderTest } from "../../operations-under-test.ts";
import { stepsOf, trialOf } from "../../trial.ts";

export const backendFaultCases: readonly ConformanceCase[] = group("errors", {
  denied: {
    title:
      "where the backend denies a step, the operation fails with PERMISSION_DENIED, and says nothing of absence",
    requires: ["set up", "observable", "denied"],
    run: (context) => failsAtEveryStep(context, "denied", "PERMISSION_DENIED"),
  },
  unauthenticated: {
    title:
      "where the backend does not accept the credentials, the operation fails with UNAUTHENTICATED",
    requires: ["set up", "observable", "unauthenticated"],
    run: (context) => failsAtEveryStep(context, "unauthenticated", "UNAUTHENTICATED"),
  },
  throttled: {
    title: "where the backend refuses so many calls, the operation fails with THROTTLED",
    requires: ["set up", "observable", "throttled"],
    run: (context) => failsAtEveryStep(context, "throttled", "THROTTLED"),
  },
  "throttled-retry": {
    title: "a read that was throttled says that it may be made again, or has been in vain",
    requires: ["set up", "observable", "throttled"],
    run: async (context) => {
      for (const operation of operationsUnderTest(context)) {
        if (operation.change !== undefined) continue;
        const fault = faultOf(context, "throttled");
        const plan = (): { kind: "fail"; error: unknown; when: "before" } => ({
          kind: "fail",
          error: fault(),
          when: "before",
        });
        const { run } = await trialOf(context, operation, { label: "1", plan });
        const error = await failsWith(run(), "THROTTLED", operation.operation);
        assert.ok(error.retry !== "never", `${operation.operation}: retry of the error`);
      }
    },
  },
  unavailable: {
    title: "where the backend cannot be reached, the operation fails with UNAVAILABLE",
    requires: ["set up", "observable", "unavailable"],
    run: (context) => failsAtEveryStep(context, "unavailable", "UNAVAILABLE"),
  },
  unrecognised: {
    title: "an error that the flavor does not know is UNKNOWN, and never taken for absence",
    requires: ["set up", "observable"],
    run: async (context) => {
      await atEveryStep(context, () => new RangeError("something else went wrong"), "UNKNOWN");
    },
  },
  "lost-answer": {
    title: "a write whose answer is lost is never reported as not applied where it was",
    requires: ["write", "observable", "unavailable"],
    run: async (context) => {
      const fault = faultOf(context, "unavailable");
      for (const operation of operationsUnderTest(context)) {
        if (operation.change === undefined) continue;
        const { before, after } = operation.change;
        const steps = await stepsOf(context, operation);
        for (const [index, { mutates }] of steps.entries()) {
          if (!mutates) continue;
          const { run, target } = await trialOf(context, operation, {
            label: `lost-${index}`,
            plan: (_step, number) =>
              number === index + 1
                ? { kind: "fail", error: fault(), when: "after" }
                : { kind: "pass" },
          });
          const what = `${operation.operation}, answer of step ${index + 1} lost`;
          const outcome = await outcomeOf(run());
          const possible = { applied: [after], not_applied: [before], unknown: [before, after] }[
            outcome
          ];
          await isInState(context, target.name, possible, `${what}, reported as ${outcome}`);
        }
      }
    },
  },
  "get-many-failing": {
    title: "a secret that cannot be read does not keep a batch from answering the others",
    requires: ["set up", "observable", "denied"],
    run: async (context) => {
      const setUp = await context.manager();
      const good = await givenSecret(context, setUp, "good", { password: "tulip" });
      const bad = await givenSecret(context, setUp, "bad", { password: "dahlia" });
      const fault = faultOf(context, "denied");
      const control = new StepControl();
      control.plan = ({ secret }) =>
        secret === bad ? { kind: "fail", error: fault(), when: "before" } : { kind: "pass" };
      const manager = await context.manager({}, { interceptStep: control.intercept });
      const answers = await succeeds(manager.getSecrets([bad, good]), "reading many");
      // A backend that reads all at once has no step that is about one secret.
      const failed = control.steps.some(({ secret }) => secret === bad);
      assert.ok(
        !KeykistError.is(answers.get(good)),
        "the secret that can be read is answered by an error",
      );
      assert.equal(
        KeykistError.is(answers.get(bad), "PERMISSION_DENIED"),
        failed,
        "the one that cannot",
      );
    },
  },
  "delete-all-failing": {
    title:
      "a secret that cannot be deleted does not keep deleteAllSecrets from deleting the others, and is reported",
    requires: ["write", "observable", "isolated", "denied"],
    run: async (context) => {
      const setUp = await context.manager();
      const names: string[] = [];
      for (const hint of ["a", "b", "c"]) {
        names.push(await givenSecret(context, setUp, hint, { password: "tulip" }));
      }
      const bad = context.name("b");
      const fault = faultOf(context, "denied");
      const control = new StepControl();
      control.plan = ({ secret }) =>
        secret === bad ? { kind: "fail", error: fault(), when: "before" } : { kind: "pass" };
      const manager = await context.manager({}, { interceptStep: control.intercept });
      const { failed } = await succeeds(manager.deleteAllSecrets(), "deleting all");
      const expected = control.steps.some(({ secret }) => secret === bad) ? [bad] : [];
      assert.deepEqual([...failed.keys()], expected, "the names that failed");
      for (const error of failed.values())
        assert.equal(error.code, "PERMISSION_DENIED", "the code of the failure");
      for (const name of names) {
        const absent = (await stateOf(context, name)) === "absent";
        assert.equal(absent, !expected.includes(name), "whether a secret is gone");
      }
    },
  },
});

function faultOf({ harness }: CaseContext, kind: BackendFault): () => unknown {
  const make = harness.faults?.[kind];
  assert.ok(make !== undefined, `the harness cannot make the fault ${kind}`);
  return make;
}

/** How a write ended, as it reports itself. */
async function outcomeOf(work: Promise<unknown>): Promise<"applied" | "not_applied" | "unknown"> {
  try {
    await work;
    return "applied";
  } catch (error) {
    assert.ok(KeykistError.is(error), "what was thrown is no KeykistError");
    assert.ok(error.outcome !== undefined, "the error of a write says nothing of its outcome");
    return error.outcome;
  }
}

async function failsAtEveryStep(
  context: CaseContext,
  kind: BackendFault,
  code: ErrorCode,
): Promise<void> {
  await atEveryStep(context, faultOf(context, kind), code);
}

/** From each step on, one after the other, the backend fails: the operation must say so. */
async function atEveryStep(
  context: CaseContext,
  fault: () => unknown,
  code: ErrorCode,
): Promise<void> {
  for (const operation of operationsUnderTest(context)) {
    const { length } = await stepsOf(context, operation);
    for (let first = 1; first <= length; first += 1)
      await failsFrom(context, operation, { first, fault, code });
  }
}

async function failsFrom(
  context: CaseContext,
  operation: OperationUnderTest,
  {
    first,
    fault,
    code,
  }: { readonly first: number; readonly fault: () => unknown; readonly code: ErrorCode },
): Promise<void> {
  const { run, target } = await trialOf(context, operation, {
    label: `from-${first}`,
    plan: (_step, number) =>
      number >= first ? { kind: "fail", error: fault(), when: "before" } : { kind: "pass" },
  });
  const what = `${operation.operation}, failing from step ${first} on`;
  const work = run();
  const [end] = await Promise.allSettled([work]);
  const { change } = operation;
  if (end.status === "fulfilled" && change !== undefined) {
    // The write was done before: what came after it, such as tidying up, may fail in silence.
    await isInState(context, target.name, [change.after], what);
    return;
  }
  await failsWith(work, code, what);
}
