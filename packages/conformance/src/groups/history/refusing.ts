import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, succeeds } from "../../expectations.ts";
import { givenUpdate, secretOf } from "../../given.ts";
import { looseSchema, registryWith } from "../schemas/service-schema.ts";
import { givenStates, readsAs } from "./states.ts";

const notApplied = { outcome: "not_applied" } as const;

/** What refused writes leave of the states that are kept. */
export const refusingCases: readonly ConformanceCase[] = group("history", {
  "refused-keeps": {
    title:
      "a write that is refused leaves the earlier states as they were, for reads and rollbacks",
    requires: ["write", "history", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager({}, { registry: registryWith() });
      const { name, states } = await givenStates(context, manager, [
        { user: "mango" },
        { user: "quince" },
      ]);
      const [earlier = { revision: "", entries: {} }] = states;
      const next = { user: "elm" };
      const typed = looseSchema("other", next).create(name, next);
      const stale = { ifRevision: earlier.revision };
      const refusals = {
        "a stale update": () => manager.updateSecret(secretOf(name, next), stale),
        "a stale update with the same entries": () =>
          manager.updateSecret(secretOf(name, { user: "quince" }), stale),
      };
      for (const [what, write] of Object.entries(refusals)) {
        await failsWith(write(), "REVISION_CONFLICT", what, notApplied);
        await context.settle();
        await readsAs(manager, name, earlier, `the earlier state, after ${what}`);
      }
      const what = "an update with another type";
      await failsWith(manager.updateSecret(typed), "SCHEMA_MISMATCH", what, notApplied);
      await context.settle();
      await readsAs(manager, name, earlier, `the earlier state, after ${what}`);
      await succeeds(manager.rollbackSecret(name, earlier.revision), "rolling back");
      await context.settle();
      await givenUpdate(context, manager, name, next);
    },
  },
});
