import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import {
  assertNoFailures,
  finalEntries,
  inSeveralRuns,
} from "../../concurrent-clients/concurrent-run.ts";

/** Writers beside a deletion: what was before it stays before it. */
export const beforeAndAfterCases: readonly ConformanceCase[] = group("concurrency", {
  aba: {
    title:
      "a revision that was read before its secret was deleted guards nothing that was registered after",
    requires: ["write", "guardedUpdate"],
    run: (context) =>
      inSeveralRuns(context, 8, { managers: 3 }, async (run) => {
        const name = context.name(`${run.label}-returning`);
        // Registered again with the very same content: only the revision tells the two lives apart.
        const same = { value: "the same" };
        const revision = await run.bystander.register(name, same);
        await context.settle();
        const [deleting, ...guarding] = run.clients;
        const returns = async (): Promise<void> => {
          assert.ok(await deleting?.delete(name), "the deletion was refused");
          const again = await deleting?.register(name, same);
          assert.ok(again !== undefined, "the registration was refused");
          assert.notEqual(again, revision, "the revision of the second registration");
        };
        const guards = guarding.map((client, index) => async () => {
          const late = { value: `client ${index + 2}` };
          // Once is enough to do harm; more tries meet more of the other's moments.
          for (let turn = 0; turn < 3; turn += 1)
            await client.update(name, late, { ifRevision: revision });
        });
        await run.together([returns, ...guards]);
        assertNoFailures(run.recorder);
        assert.deepEqual(
          await finalEntries(context, run, name),
          same,
          "what was registered after the deletion",
        );
      }),
  },
  "delete-update": {
    title: "no update that loses to a deletion brings the secret back",
    requires: ["write"],
    run: (context) =>
      inSeveralRuns(context, 8, { managers: 4 }, async (run) => {
        const name = context.name(`${run.label}-deleted`);
        await run.bystander.register(name, { value: "first" });
        await context.settle();
        const [deleting, ...updating] = run.clients;
        await run.together([
          async () => assert.ok(await deleting?.delete(name), "the deletion was refused"),
          ...updating.map((client, index) => async () => {
            await client.update(name, { value: `client ${index + 2}` });
            await client.update(name, { value: `client ${index + 2} again` });
          }),
        ]);
        assertNoFailures(run.recorder);
        const entries = await finalEntries(context, run, name);
        assert.equal(entries, undefined, "what is there after the deletion");
      }),
  },
});
