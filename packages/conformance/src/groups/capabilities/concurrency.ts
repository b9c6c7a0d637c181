import assert from "node:assert/strict";
import { KeykistError, type Revision, type SecretsManager } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { holds } from "../../expectations.ts";
import { givenSecret, revisionOf, secretOf } from "../../given.ts";
import { seededRandom } from "../../scheduling/random.ts";
import { Scheduler } from "../../scheduling/scheduler.ts";
import { stateOf } from "../../secret-state.ts";

/** Interleavings that are tried of each race, for one round. */
const INTERLEAVINGS = 6;

/** The claims about several writers, and readers beside them, each tried in many interleavings. */
export const concurrencyCases: readonly ConformanceCase[] = group("capabilities", {
  "exclusive-create": {
    title:
      "of several registrations of one name at once exactly one succeeds, and its content is what is stored",
    requires: ["write", "exclusiveCreate"],
    run: (context) =>
      inManyInterleavings(context, async ({ scheduler, managers, name }) => {
        const ends = await scheduler.run(
          managers.map(
            (manager, number) => () => manager.registerSecret(secretOf(name, content(number))),
          ),
        );
        const winner = onlyWinner(ends, ["SECRET_EXISTS"]);
        await context.settle();
        await holds(await context.manager(), name, content(winner), "the content of the winner");
      }),
  },
  "guarded-update": {
    title:
      "of several updates from one revision at once exactly one succeeds, and its content is what is stored",
    requires: ["write", "guardedUpdate"],
    run: (context) =>
      inManyInterleavings(context, async ({ scheduler, managers, setUp, hint }) => {
        const { name, ifRevision } = await started(context, setUp, hint);
        const ends = await scheduler.run(
          managers.map(
            (manager, number) => () =>
              manager.updateSecret(secretOf(name, content(number)), { ifRevision }),
          ),
        );
        const winner = onlyWinner(ends, ["REVISION_CONFLICT"]);
        await context.settle();
        await holds(await context.manager(), name, content(winner), "the content of the winner");
      }),
  },
  "guarded-delete": {
    title: "of deletions and an update from one revision at once exactly one succeeds",
    requires: ["write", "guardedUpdate", "guardedDelete"],
    run: (context) =>
      inManyInterleavings(context, async ({ scheduler, managers, setUp, hint }) => {
        const { name, ifRevision } = await started(context, setUp, hint);
        const ends = await scheduler.run(
          managers.map((manager, number) => async (): Promise<unknown> => {
            const isUpdate = number === 0;
            return isUpdate
              ? manager.updateSecret(secretOf(name, content(number)), { ifRevision })
              : manager.deleteSecret(name, { ifRevision });
          }),
        );
        const winner = onlyWinner(ends, ["REVISION_CONFLICT", "SECRET_NOT_FOUND"]);
        const state = await stateOf(context, name);
        const expected = winner === 0 ? { entries: content(0), owned: true } : "absent";
        assert.deepEqual(state, expected, "what the winner left");
      }),
  },
  "atomic-update": {
    title: "who reads while a secret is updated sees the old content or the new one, whole",
    requires: ["write", "atomicUpdate"],
    run: (context) =>
      inManyInterleavings(context, async ({ scheduler, managers, setUp, hint }) => {
        const name = await givenSecret(context, setUp, hint, paired(0));
        const [writer, ...readers] = managers;
        const seen: Readonly<Record<string, string>>[] = [];
        const write = async (): Promise<void> => {
          for (const state of [1, 2, 3]) await writer?.updateSecret(secretOf(name, paired(state)));
        };
        const read = (reader: SecretsManager) => async (): Promise<void> => {
          for (let turn = 0; turn < 4; turn += 1) seen.push((await reader.getSecret(name)).content);
        };
        assertAllFulfilled(await scheduler.run([write, ...readers.map(read)]));
        for (const entries of seen) isWhole(entries);
      }),
  },
  "atomic-create": {
    title: "who reads while a secret is registered sees nothing or the whole of it",
    requires: ["write", "atomicUpdate"],
    run: (context) =>
      inManyInterleavings(context, async ({ scheduler, managers, name }) => {
        const [writer, ...readers] = managers;
        const seen: Readonly<Record<string, string>>[] = [];
        const write = async (): Promise<void> => {
          await writer?.registerSecret(secretOf(name, paired(1)));
        };
        const read = (reader: SecretsManager) => async (): Promise<void> => {
          for (let turn = 0; turn < 3; turn += 1) {
            const answer = (await reader.getSecrets([name])).get(name);
            if (answer === undefined || KeykistError.is(answer, "SECRET_NOT_FOUND")) continue;
            assert.ok(!KeykistError.is(answer), "a reader meets an error");
            seen.push(answer.content);
          }
        };
        assertAllFulfilled(await scheduler.run([write, ...readers.map(read)]));
        for (const entries of seen) isWhole(entries);
      }),
  },
});

interface Race {
  readonly scheduler: Scheduler;
  /** Three managers whose steps the scheduler orders. */
  readonly managers: readonly SecretsManager[];
  /** A manager whose steps are free, to begin and to look. */
  readonly setUp: SecretsManager;
  readonly hint: string;
  readonly name: string;
}

async function inManyInterleavings(
  context: CaseContext,
  race: (race: Race) => Promise<void>,
): Promise<void> {
  const setUp = await context.manager();
  for (let turn = 0; turn < INTERLEAVINGS * context.rounds; turn += 1) {
    const scheduler = new Scheduler(seededRandom(context.seed + turn));
    const options = { interceptStep: scheduler.intercept, random: () => 0 };
    const managers = await Promise.all([1, 2, 3].map(() => context.manager({}, options)));
    const hint = `race-${turn}`;
    await race({ scheduler, managers, setUp, hint, name: context.name(hint) });
  }
}

async function started(
  context: CaseContext,
  manager: SecretsManager,
  hint: string,
): Promise<{ readonly name: string; readonly ifRevision: Revision }> {
  const name = await givenSecret(context, manager, hint, { writer: "nobody" });
  return { name, ifRevision: await revisionOf(manager, name) };
}

const content = (writer: number): Readonly<Record<string, string>> => ({
  writer: `writer ${writer}`,
});

/** Entries that belong together. */
function paired(state: number): Record<string, string> {
  const text = `state ${state}`;
  return { first: text, second: text, third: text };
}

function isWhole(entries: Readonly<Record<string, string>>): void {
  const state = Number(/\d+$/u.exec(entries["first"] ?? "")?.[0]);
  assert.deepEqual({ ...entries }, paired(state), "what a reader saw of one state");
}

/** Asserts that one task succeeded and the others lost as they should; answers the number of the winner. */
function onlyWinner(
  ends: readonly PromiseSettledResult<unknown>[],
  codes: readonly string[],
): number {
  const winners = ends.flatMap(({ status }, number) => (status === "fulfilled" ? [number] : []));
  assert.equal(winners.length, 1, "how many won the race");
  for (const end of ends) {
    if (end.status === "fulfilled") continue;
    const code: unknown = KeykistError.is(end.reason) ? end.reason.code : "no KeykistError";
    assert.ok(
      codes.some((each) => each === code),
      `a loser fails with ${String(code)}`,
    );
  }
  const [winner] = winners;
  assert.ok(winner !== undefined, "nobody won the race");
  return winner;
}

function assertAllFulfilled(ends: readonly PromiseSettledResult<unknown>[]): void {
  for (const end of ends) {
    if (end.status === "rejected" && end.reason instanceof assert.AssertionError) throw end.reason;
    assert.equal(end.status, "fulfilled", "how a task ended");
  }
}
