import type { CaseContext } from "../../conformance-case.ts";
import { succeeds } from "../../expectations.ts";
import { secretOf } from "../../given.ts";
import {
  furtherOperations,
  keptWhole,
  type OperationUnderTest,
  operationsUnderTest,
} from "../../operations-under-test.ts";
import { isInState } from "../../secret-state.ts";
import { sampled, wholeRounds } from "../../scheduling/sampled.ts";
import { stepsOf } from "../../trial.ts";
import { drawnContents } from "./contents.ts";
import { crashed, type CrashOptions } from "./crashed.ts";
import { crashPoints, observationOf, type Seen } from "./crash-points.ts";
import { isAsIfNothingHadBeen } from "./going-on.ts";

/**
 * Crashes the chosen operations at every step, and demands that nothing came of it but the old or the new. Where less
 * than one round is asked for, at some steps only.
 */
export async function crashedAtEveryStep(
  context: CaseContext,
  isChosen: (operation: OperationUnderTest) => boolean,
  connects: "before" | "later" = "before",
): Promise<void> {
  const { random, rounds } = context;
  for (let round = 1; round <= wholeRounds(rounds); round += 1) {
    const contents = keptWhole(context.capabilities, drawnContents(random));
    const seen: Seen[] = [];
    const operations = [
      ...operationsUnderTest(context, contents),
      ...furtherOperations(context, contents),
    ];
    for (const operation of operations.filter(isChosen)) {
      const { length } = await stepsOf(context, operation, {
        label: `steps-${round}`,
        connects,
      });
      for (const { step, when } of sampled(random, crashPoints(length), rounds)) {
        seen.push(await judged(context, operation, { step, when, round, connects }));
      }
    }
    context.observe(observationOf(contents, seen));
  }
}

const beside = { user: "fern", password: "sage", note: "beside" };

async function judged(
  context: CaseContext,
  operation: OperationUnderTest,
  at: Pick<CrashOptions, "step" | "when" | "connects"> & { readonly round: number },
): Promise<Seen> {
  const setUp = await context.manager();
  const elsewhere = { scope: "namespace", namespace: context.name("other") } as const;
  const others = await context.manager(elsewhere);
  const crash = await crashed(context, operation, {
    ...at,
    label: `${at.round}-${at.step}-${at.when}`,
    // One whose name begins alike, and one of the same name in another scope.
    beforehand: async (name) => {
      await succeeds(setUp.registerSecret(secretOf(`${name}-beside`, beside)), "registering");
      await succeeds(others.registerSecret(secretOf(name, beside)), "registering in a namespace");
      await context.settle();
    },
  });
  const { what, name } = crash;
  const { change } = operation;
  const states = change === undefined ? [crash.before] : [change.before, change.after];
  try {
    const state = await isInState(context, name, states, what);
    const neighbour = { entries: beside, owned: true } as const;
    const deletesAll = operation.operation === "deleteAllSecrets";
    await isInState(
      context,
      `${name}-beside`,
      deletesAll ? [neighbour, "absent"] : [neighbour],
      `${what}: the secret beside it`,
    );
    const there = { ...context, manager: () => context.manager(elsewhere) };
    await isInState(there, name, [neighbour], `${what}: its namesake of another scope`);
    await isAsIfNothingHadBeen(context, name, what);
    return { what, state, isWrite: change !== undefined };
  } finally {
    crash.letGo();
  }
}
