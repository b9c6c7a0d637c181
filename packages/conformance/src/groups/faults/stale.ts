import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, succeeds } from "../../expectations.ts";
import { givenSecret, givenUpdate, revisionOf, secretOf } from "../../given.ts";
import { HurriedClock } from "../../scheduling/hurried-clock.ts";
import { StaleReads } from "../../scheduling/stale-reads.ts";
import { TIMEOUT } from "./judged.ts";

/** Looks that show what was there before: guards have to hold all the same. */
export const staleCases: readonly ConformanceCase[] = group("faults", {
  "stale-modify": {
    title: "a change that was made from an old look at the secret is made again from a new one",
    requires: ["write", "guardedUpdate", "observable"],
    run: async (context) => {
      const other = await context.manager();
      const name = await givenSecret(context, other, "counter", { count: "0" });
      const { reads, manager } = await withStaleReads(context, name);
      const count = (): Promise<unknown> =>
        manager.modifySecret(name, (content) => ({
          count: String(Number(content["count"]) + 1),
        }));
      reads.record();
      await succeeds(count(), "counting");
      await givenUpdate(context, other, name, { count: "10" });
      reads.replay();
      await succeeds(count(), "counting from an old look");
      await context.settle();
      await holds(other, name, { count: "11" }, "what was counted");
    },
  },
  "stale-update": {
    title: "a guarded update that looked at an old state is refused by the present one",
    requires: ["write", "guardedUpdate", "observable"],
    run: async (context) => {
      const other = await context.manager();
      const name = await givenSecret(context, other, "db", { password: "tulip" });
      const { reads, manager } = await withStaleReads(context, name);
      const ifRevision = await revisionOf(other, name);
      // A refusal, so that what was looked at is the state that the guard names.
      const update = (revision: string): Promise<unknown> =>
        manager.updateSecret(secretOf(name, { password: "stale" }), { ifRevision: revision });
      reads.record();
      await failsWith(update("no revision"), "REVISION_CONFLICT", "an update of no revision");
      await givenUpdate(context, other, name, { password: "dahlia" });
      reads.replay();
      await failsWith(update(ifRevision), "REVISION_CONFLICT", "an update after an old look");
      await holds(other, name, { password: "dahlia" }, "the secret");
    },
  },
  "stale-delete": {
    title: "a guarded deletion that looked at an old state is refused by the present one",
    requires: ["write", "guardedDelete", "observable"],
    run: async (context) => {
      const other = await context.manager();
      const name = await givenSecret(context, other, "db", { password: "tulip" });
      const { reads, manager } = await withStaleReads(context, name);
      const ifRevision = await revisionOf(other, name);
      const remove = (revision: string): Promise<unknown> =>
        manager.deleteSecret(name, { ifRevision: revision });
      reads.record();
      await failsWith(remove("no revision"), "REVISION_CONFLICT", "a deletion of no revision");
      await givenUpdate(context, other, name, { password: "dahlia" });
      reads.replay();
      await failsWith(remove(ifRevision), "REVISION_CONFLICT", "a deletion after an old look");
      await holds(other, name, { password: "dahlia" }, "the secret");
    },
  },
});

/** A manager that has looked at a secret already, so that all that it does once only is done. */
async function withStaleReads(
  context: CaseContext,
  name: string,
): Promise<{
  readonly reads: StaleReads;
  readonly manager: Awaited<ReturnType<CaseContext["manager"]>>;
}> {
  const reads = new StaleReads();
  const manager = await context.manager(
    { timeoutMs: TIMEOUT },
    { clock: new HurriedClock(TIMEOUT), interceptStep: reads.intercept },
  );
  await succeeds(manager.getSecret(name), "reading a secret");
  return { reads, manager };
}
