import assert from "node:assert/strict";
import { type ConformanceCase, group } from "../../conformance-case.ts";
import { failsWith, holds, succeeds } from "../../expectations.ts";
import { givenSecret, givenUpdate, revisionOf, secretOf } from "../../given.ts";

/** Updates whose revisions are all tried: revisions of one and of two digits are among them. */
const OFTEN = 25;

/** Guards against states that are easily taken for the present one. */
export const guardingCases: readonly ConformanceCase[] = group("contract", {
  "update-stale-equal": {
    title:
      "an update with a stale ifRevision fails with REVISION_CONFLICT even if it would write what is stored",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const ifRevision = await revisionOf(manager, name);
      await givenUpdate(context, manager, name, { password: "dahlia" });
      for (const password of ["dahlia", "tulip"]) {
        const update = manager.updateSecret(secretOf(name, { password }), { ifRevision });
        const expected = { outcome: "not_applied" } as const;
        await failsWith(update, "REVISION_CONFLICT", "updating a changed secret", expected);
      }
      await context.settle();
      await holds(manager, name, { password: "dahlia" }, "a secret that was not updated");
    },
  },
  "update-stale-each": {
    title: "after many updates, each earlier revision is a REVISION_CONFLICT",
    requires: ["write", "guardedUpdate"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { number: "0" });
      const revisions = [await revisionOf(manager, name)];
      for (let number = 1; number <= OFTEN; number += 1) {
        await givenUpdate(context, manager, name, { number: String(number) });
        revisions.push(await revisionOf(manager, name));
      }
      assert.equal(new Set(revisions).size, revisions.length, "how many revisions there were");
      const next = secretOf(name, { number: "next" });
      for (const [number, ifRevision] of revisions.slice(0, -1).entries()) {
        const update = manager.updateSecret(next, { ifRevision });
        await failsWith(update, "REVISION_CONFLICT", `updating if the state is still ${number}`);
      }
      const update = manager.updateSecret(next, { ifRevision: revisions.at(-1) });
      await succeeds(update, "updating with the present revision");
    },
  },
  "revisions-differ": {
    title:
      "each state of a secret has a revision of its own, even one with the entries of an earlier one",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { password: "tulip" });
      const revisions = [await revisionOf(manager, name)];
      for (const password of ["dahlia", "tulip", "tulip"]) {
        await givenUpdate(context, manager, name, { password });
        revisions.push(await revisionOf(manager, name));
      }
      assert.equal(new Set(revisions).size, revisions.length, "how many revisions there were");
    },
  },
  "describe-updated": {
    title: "after an update, describeSecret shows the new keys and none that were removed",
    requires: ["set up"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenSecret(context, manager, "db", { user: "mango", password: "tulip" });
      await succeeds(manager.describeSecret(name), "describing");
      await givenUpdate(context, manager, name, { token: "aster", password: "tulip" });
      const { keys } = await succeeds(manager.describeSecret(name), "describing");
      assert.deepEqual([...keys], ["password", "token"], "the keys");
    },
  },
});
