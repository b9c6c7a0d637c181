import assert from "node:assert/strict";
import { KeykistError } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, succeeds } from "../../expectations.ts";
import { givenMany } from "../../given-many.ts";
import { spread } from "../../scheduling/spread.ts";
import { StepControl } from "../../scheduling/step-control.ts";

/** More names than one call of any backend that is known to have batches takes, and no round number. */
const MANY = 131;
/** The same where a backend can be filled quickly. */
const VERY_MANY = 1051;

/** Batches that a backend takes several calls for. */
export const chunksCases: readonly ConformanceCase[] = group("batch", {
  "very-many": {
    title: "a batch of more than a thousand names returns each secret",
    requires: ["set up"],
    run: async (context) => {
      const count = context.backend.fill === undefined ? MANY : VERY_MANY;
      const names = await givenMany(context, count);
      const manager = await context.manager();
      const answers = await succeeds(manager.getSecrets(names), "reading very many");
      const missing = names.filter((name) => {
        const answer = answers.get(name);
        return answer === undefined || KeykistError.is(answer);
      });
      assert.equal(missing.length, 0, `secrets of ${count} that the batch did not return`);
    },
  },
  "fails-later": {
    title: "a secret that a later call of a batch could not read is never reported as absent",
    requires: ["set up", "observable", "denied"],
    run: async (context) => {
      const names = await givenMany(context, MANY);
      const control = new StepControl();
      const counted = await context.manager({}, { interceptStep: control.intercept });
      await succeeds(counted.getSecrets(names), "reading many");
      for (const failing of spread(control.steps.length)) {
        await failsAt(context, names, failing);
      }
    },
  },
});

async function failsAt(
  context: CaseContext,
  names: readonly string[],
  failing: number,
): Promise<void> {
  const control = new StepControl();
  control.plan = () =>
    control.steps.length === failing
      ? { kind: "fail", error: context.harness.faults?.denied?.(), when: "before" }
      : { kind: "pass" };
  const manager = await context.manager({}, { interceptStep: control.intercept });
  const what = `a batch whose step ${failing} is denied`;
  const work = manager.getSecrets(names);
  const [end] = await Promise.allSettled([work]);
  if (end.status === "rejected") {
    await failsWith(work, "PERMISSION_DENIED", what);
    return;
  }
  const wrong = names.filter((name) => {
    const answer = end.value.get(name);
    return KeykistError.is(answer) ? answer.code !== "PERMISSION_DENIED" : answer === undefined;
  });
  assert.equal(wrong.length, 0, `${what}: secrets without their content or PERMISSION_DENIED`);
}
