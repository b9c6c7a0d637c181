import assert from "node:assert/strict";
import type { Revision } from "@keykist/core";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import type { SecretEntries } from "../../linearizability/history.ts";
import {
  assertNoFailures,
  finalEntries,
  inSeveralRuns,
} from "../../concurrent-clients/concurrent-run.ts";

/** Several writers of one secret: nobody's work is lost, and nobody holds what another holds. */
export const writerCases: readonly ConformanceCase[] = group("concurrency", {
  lock: {
    title: "a name that was registered is nobody else's until it is deleted: it serves as a lock",
    requires: ["write", "exclusiveCreate"],
    run: (context) =>
      inSeveralRuns(context, 6, { managers: 4 }, async (run) => {
        const name = context.name(`${run.label}-lock`);
        let holders = 0;
        const task = (client: (typeof run.clients)[number], index: number) => async () => {
          for (let turn = 0; turn < 6; turn += 1) {
            const held = await client.register(name, { holder: `client ${index + 1}, ${turn}` });
            if (held === undefined) continue;
            holders += 1;
            assert.equal(holders, 1, "clients that hold the name at once");
            // Others get their turns while it is held.
            await client.read(name);
            holders -= 1;
            await client.delete(name);
          }
        };
        await run.together(run.clients.map(task));
        assertNoFailures(run.recorder);
      }),
  },
  chain: {
    title: "clients that update from what they have read overwrite nothing that they have not seen",
    requires: ["write", "guardedUpdate"],
    run: (context) =>
      inSeveralRuns(context, 6, { managers: 3 }, async (run) => {
        const name = context.name(`${run.label}-chain`);
        const first = await run.bystander.register(name, { value: "first" });
        await context.settle();
        const next = new Map<Revision, Revision>();
        const task = (client: (typeof run.clients)[number], index: number) => async () => {
          for (let turn = 0; turn < 5; turn += 1) {
            const ifRevision = (await client.read(name))?.revision;
            const value = `client ${index + 1}, ${turn}`;
            const revision = await client.update(name, { value }, { ifRevision });
            if (ifRevision === undefined || revision === undefined) continue;
            assert.ok(!next.has(ifRevision), "two updates replaced one state");
            next.set(ifRevision, revision);
          }
        };
        await run.together(run.clients.map(task));
        assertNoFailures(run.recorder);
        let last = first;
        let length = 0;
        // No longer than there are updates: what a manager answers may lead round in circles.
        for (; last !== undefined && next.has(last) && length < next.size; last = next.get(last))
          length += 1;
        assert.equal(length, next.size, "updates that follow from the first state");
        await context.settle();
        assert.equal((await run.bystander.read(name))?.revision, last, "the revision in the end");
      }),
  },
  "lost-update": {
    title: "of two writers that each change a key of their own, both keys are there in the end",
    requires: ["write", "guardedUpdate"],
    run: (context) =>
      inSeveralRuns(context, 10, { managers: 2 }, async (run) => {
        const name = context.name(`${run.label}-shared`);
        await run.bystander.register(name, { user: "nobody" });
        await context.settle();
        const task = (client: (typeof run.clients)[number], index: number) => async () => {
          for (let turn = 1; turn <= 2; turn += 1) {
            const mine = `client_${index + 1}_${turn}`;
            await client.modify(name, (entries) => ({ ...entries, [mine]: "done" }));
          }
        };
        await run.together(run.clients.map(task));
        assertNoFailures(run.recorder);
        const keys = Object.keys((await finalEntries(context, run, name)) ?? {});
        const all = ["client_1_1", "client_1_2", "client_2_1", "client_2_2", "user"];
        assert.deepEqual(keys.toSorted(), all, "the keys in the end");
      }),
  },
  counter: {
    title: "the increments of many clients, some of whom share a manager, are all counted",
    requires: ["write", "guardedUpdate"],
    run: (context) =>
      inSeveralRuns(context, 4, { managers: 5, clientsPerManager: 2 }, async (run) => {
        const name = context.name(`${run.label}-counter`);
        await run.bystander.register(name, { count: "0" });
        await context.settle();
        const increments = 3;
        await run.together(
          run.clients.map((client) => async () => {
            for (let turn = 0; turn < increments; turn += 1) await client.modify(name, incremented);
          }),
        );
        assertNoFailures(run.recorder);
        const { count } = (await finalEntries(context, run, name)) ?? {};
        assert.equal(Number(count), increments * run.clients.length, "the count in the end");
      }),
  },
});

function incremented({ count = "0" }: SecretEntries): SecretEntries {
  return { count: String(Number(count) + 1) };
}
