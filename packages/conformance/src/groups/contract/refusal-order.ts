import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds } from "../../expectations.ts";
import { givenPlanted, givenSecret, givenUpdate, revisionOf, secretOf } from "../../given.ts";
import { basicAuthSchema } from "../../sample-schema.ts";

const old = { username: "mango", password: "tulip" };
const next = { username: "mango", password: "dahlia" };

/** Which refusal is reported where several would be due: absent, not owned, type, revision. */
export const refusalOrderCases: readonly ConformanceCase[] = group("contract", {
  "update-stale-type": {
    title:
      "an update with another type and a stale ifRevision fails with SCHEMA_MISMATCH, as no revision would let it pass",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", old);
      const ifRevision = await revisionOf(manager, name);
      await givenUpdate(context, manager, name, next);
      const schema = await basicAuthSchema();
      const update = manager.updateSecret(schema.create(name, old), { ifRevision });
      const what = "updating with another type and a stale revision";
      await failsWith(update, "SCHEMA_MISMATCH", what, { outcome: "not_applied" });
      await context.settle();
      await holds(manager, name, next, "a secret that was not updated");
    },
  },
  "update-stale-unowned": {
    title:
      "an update with ifRevision of a secret that keykist does not own fails with NOT_OWNED, also where the revision is stale",
    requires: ["write", "guardedUpdate", "plant unowned"],
    run: async (context) => {
      const { manager, name, stale } = await planted(context);
      const update = manager.updateSecret(secretOf(name, next), { ifRevision: stale });
      await failsWith(update, "NOT_OWNED", "updating with a stale revision", {
        outcome: "not_applied",
      });
      await holds(manager, name, old, "a secret that was not updated");
    },
  },
  "delete-stale-unowned": {
    title:
      "a deletion with ifRevision of a secret that keykist does not own fails with NOT_OWNED, also where the revision is stale",
    requires: ["write", "guardedDelete", "plant unowned"],
    run: async (context) => {
      const { manager, name, stale } = await planted(context);
      const deletion = manager.deleteSecret(name, { ifRevision: stale });
      await failsWith(deletion, "NOT_OWNED", "deleting with a stale revision", {
        outcome: "not_applied",
      });
      await holds(manager, name, old, "a secret that was not deleted");
    },
  },
});

/** A secret that keykist does not own, and a revision that it never had. */
async function planted(context: CaseContext): Promise<{
  readonly manager: Awaited<ReturnType<CaseContext["manager"]>>;
  readonly name: string;
  readonly stale: string;
}> {
  const manager = await context.manager();
  const other = await givenSecret(context, manager, "other", old);
  const name = await givenPlanted(context, "foreign", old, { owned: false });
  return { manager, name, stale: await revisionOf(manager, other) };
}
