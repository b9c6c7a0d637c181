import assert from "node:assert/strict";
import { type DeleteAllResult, KeykistError, type SecretsManager } from "@keykist/core";
import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { secretOf } from "../../given.ts";
import { keptWhole } from "../../operations-under-test.ts";
import { HurriedClock } from "../../scheduling/hurried-clock.ts";
import { sampled } from "../../scheduling/sampled.ts";
import { StepControl, type StepPlan } from "../../scheduling/step-control.ts";
import { isInState, type SecretState } from "../../secret-state.ts";
import { TIMEOUT } from "../faults/judged.ts";
import { SeenFaults } from "../faults/seen-faults.ts";
import { statesAfter } from "./judged.ts";
import { refusableSteps, refusing, type RefusedSteps } from "./refusing.ts";
import { showsNothingInternal } from "./visible.ts";

const HINTS = ["all-a", "all-b", "all-c"];

/** The refusals that a deletion of all secrets meets. */
const refusals: readonly RefusedSteps[] = ["that step", "that step and later writes"];

/** Refuses a deletion of several secrets at each of its steps; what it says of each secret has to be true. */
export async function refusedDeletionOfAll(context: CaseContext): Promise<void> {
  const { backend, harness, random, rounds } = context;
  const seen = new SeenFaults(context);
  const quiet = await triedOn(context, () => ({ kind: "pass" }));
  await quiet.deleteAll();
  const places = refusals.flatMap((steps) =>
    refusableSteps(context, quiet.control.steps).map((first) => ({ first, steps })),
  );
  for (const place of sampled(random, places, rounds)) {
    let number = 0;
    const plan = refusing(context, place);
    const trial = await triedOn(context, (step) => plan(step, (number += 1)));
    await isTrue(context, trial, `refused for good from step ${place.first}: ${place.steps}`, seen);
  }
  if (backend.refuse !== undefined) {
    for (const action of sampled(random, harness.refusableActions ?? [], rounds)) {
      const trial = await triedOn(context, () => ({ kind: "pass" }));
      await backend.refuse([action]);
      const afterwards = async (): Promise<void> => backend.refuse?.([]);
      await isTrue(context, { ...trial, afterwards }, `refused ${action} by the server`, seen);
    }
  }
  seen.tell();
}

interface DeletionOfAll {
  readonly control: StepControl;
  readonly names: readonly string[];
  readonly before: SecretState;
  readonly deleteAll: () => Promise<DeleteAllResult>;
  readonly afterwards?: (() => Promise<void>) | undefined;
}

/** Several secrets, and a manager that is to delete all of them. */
async function triedOn(context: CaseContext, plan: StepPlan): Promise<DeletionOfAll> {
  const setUp = await context.manager();
  const { old } = keptWhole(context.capabilities, {
    old: { user: "mango", password: "tulip" },
    next: {},
  });
  await setUp.deleteAllSecrets();
  const names = HINTS.map((hint) => context.name(hint));
  for (const name of names)
    await succeeds(setUp.registerSecret(secretOf(name, old)), "registering");
  await context.settle();
  const control = new StepControl();
  const manager: SecretsManager = await context.manager(
    { timeoutMs: TIMEOUT },
    { clock: new HurriedClock(TIMEOUT), random: () => 0, interceptStep: control.intercept },
  );
  await Promise.allSettled([manager.getSecret(context.name("absent"))]);
  control.steps.length = 0;
  control.plan = plan;
  const before = { entries: old, owned: true };
  return { control, names, before, deleteAll: () => manager.deleteAllSecrets() };
}

/** Asserts that a deletion of all says of each secret what became of it, and that it can be made again. */
async function isTrue(
  context: CaseContext,
  { names, before, deleteAll, afterwards }: DeletionOfAll,
  how: string,
  seen: SeenFaults,
): Promise<void> {
  const what = `deleteAllSecrets, ${how}`;
  const [end] = await Promise.allSettled([deleteAll()]);
  await afterwards?.();
  let deleted = 0;
  for (const name of names) {
    const itsEnd = endOf(end, name);
    const its = `${what}: one of the secrets`;
    const states = statesAfter({ change: { before, after: "absent" } }, itsEnd, {
      before,
      after: "absent",
      what: its,
    });
    deleted += itsEnd.status === "fulfilled" ? 1 : 0;
    await isInState(context, name, states, `${its}, reported as ${textOf(itsEnd)}`);
    await showsNothingInternal(context, name, [before], its);
    seen.note(what, itsEnd);
  }
  if (end.status === "fulfilled")
    assert.equal(end.value.deleted, deleted, `${what}: how many it says it has deleted`);
  const again = `${what}, then made by a manager that may`;
  const permitted = await context.manager();
  const { failed } = await succeeds(permitted.deleteAllSecrets(), again);
  assert.equal(failed.size, 0, `${again}: how many it could not delete`);
  for (const name of names) await isInState(context, name, ["absent"], again);
}

/** How the deletion of one secret ended: as that of all did, or as the entry for it says. */
function endOf(
  end: PromiseSettledResult<DeleteAllResult>,
  name: string,
): PromiseSettledResult<unknown> {
  if (end.status === "rejected") return end;
  const reason = end.value.failed.get(name);
  return reason === undefined
    ? { status: "fulfilled", value: undefined }
    : { status: "rejected", reason };
}

function textOf(end: PromiseSettledResult<unknown>): string {
  if (end.status === "fulfilled") return "deleted";
  return KeykistError.is(end.reason) ? (end.reason.outcome ?? "failed") : "failed";
}
