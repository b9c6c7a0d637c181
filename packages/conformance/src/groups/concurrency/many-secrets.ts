import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { assertLinearizable } from "../../linearizability/assert-linearizable.ts";
import { lagging } from "../../linearizability/history.ts";
import {
  assertNoFailures,
  type ConcurrentRun,
  inSeveralRuns,
} from "../../concurrent-clients/concurrent-run.ts";
import { drawnEntries } from "../../concurrent-clients/workload.ts";

/** What is asked of many secrets at once, while others write them. */
export const manySecretsCases: readonly ConformanceCase[] = group("concurrency", {
  "batch-read": {
    title: "getSecrets shows each secret as it was, whole, at some moment while it was asked for",
    requires: ["write"],
    run: (context) =>
      inSeveralRuns(context, 8, { managers: 4 }, async (run) => {
        const { capabilities } = context;
        const names = ["a", "b", "c"].map((hint) => context.name(`${run.label}-${hint}`));
        for (const name of names)
          await run.bystander.register(name, drawnEntries(run.random, name, capabilities));
        await context.settle();
        const [first, second, ...readers] = run.clients;
        const writes = [first, second].map((client, index) => async () => {
          for (const [turn, name] of [...names, ...names].entries()) {
            const value = `client ${index + 1}, ${turn}`;
            await client?.update(name, drawnEntries(run.random, value, capabilities));
          }
        });
        const reads = readers.map((client) => async () => {
          for (let turn = 0; turn < 4; turn += 1) await client.readMany(names);
        });
        await run.together([...writes, ...reads]);
        assertNoFailures(run.recorder);
        const isStrong = capabilities.readAfterWrite === "strong";
        assertLinearizable(
          run.recorder.history.map((each) => (isStrong ? each : lagging(each))),
          `getSecrets shows what never was (again: ${context.again})`,
        );
      }),
  },
  listing: {
    title: "a listing beside writers shows every secret that is there all along, and none twice",
    requires: ["write"],
    run: (context) =>
      inSeveralRuns(context, 8, { managers: 3 }, async (run) => {
        const prefix = context.name(`${run.label}-`);
        const staying = ["d", "f", "h"].map((hint) => prefix + hint);
        const passing = ["a", "b", "c", "e", "g"].map((hint) => prefix + hint);
        for (const name of [...staying, ...passing])
          await run.bystander.register(name, { value: "first" });
        await context.settle();
        const [listing, ...writers] = run.clients;
        const lists = async (): Promise<void> => {
          for (let turn = 0; turn < 3; turn += 1)
            assertListed((await listing?.list(prefix, [])) ?? [], staying);
        };
        await run.together([
          lists,
          ...writers.map((client, index) => () => comeAndGo(run, client, index, passing)),
        ]);
        assertNoFailures(run.recorder);
      }),
  },
  "delete-all": {
    title: "of deleteAllSecrets called several times at once, each secret is counted by one call",
    requires: ["write", "isolated", "strong reads", "strong lists"],
    run: (context) =>
      inSeveralRuns(context, 4, { managers: 3 }, async (run) => {
        const names = ["a", "b", "c", "d", "e"].map((hint) => context.name(`${run.label}-${hint}`));
        for (const name of names) await run.bystander.register(name, { value: "first" });
        const deleted: number[] = [];
        const failed: number[] = [];
        await run.together(
          run.managers.map((manager) => async () => {
            const result = await manager.deleteAllSecrets();
            deleted.push(result.deleted);
            failed.push(result.failed.size);
          }),
        );
        const sum = deleted.reduce((total, count) => total + count, 0);
        assert.equal(sum, names.length, "secrets that were counted as deleted");
        assert.deepEqual(new Set(failed), new Set([0]), "secrets that were not deleted");
        for (const name of names)
          assert.equal(await run.bystander.read(name), undefined, "a secret after the deletion");
      }),
  },
});

function assertListed(names: readonly string[], staying: readonly string[]): void {
  assert.equal(new Set(names).size, names.length, "a listing shows a secret twice");
  const missing = staying.filter((name) => !names.includes(name)).length;
  assert.equal(missing, 0, "secrets that are there all along, and not listed");
}

/** Deletes secrets and registers them again; each writer has secrets of its own. */
async function comeAndGo(
  { random }: ConcurrentRun,
  client: ConcurrentRun["clients"][number],
  writer: number,
  names: readonly string[],
): Promise<void> {
  const own = names.filter((_name, index) => index % 2 === writer);
  for (let turn = 0; turn < 6; turn += 1) {
    const name = own[random.below(own.length)];
    if (name === undefined) return;
    await client.delete(name);
    await client.register(name, { value: `writer ${writer + 1}, ${turn}` });
  }
}
