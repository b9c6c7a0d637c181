import assert from "node:assert/strict";
import { KeykistError } from "@keykist/core";
import { type CaseContext, type ConformanceCase, group } from "../../conformance-case.ts";
import { collected, succeeds } from "../../expectations.ts";
import { givenPlanted } from "../../given.ts";
import { StepControl } from "../../scheduling/step-control.ts";

const fitting = { username: "mango", password: "tulip" };
const misfit = { note: "no user name" };

/** Adoptions that someone else's write comes between. */
export const adoptingCases: readonly ConformanceCase[] = group("contract", {
  "adopt-typed": {
    title:
      "a secret that was adopted as a type has that type when it is read, described and listed",
    requires: ["write", "adopt", "plant unowned"],
    run: async (context) => {
      const manager = await context.manager();
      const name = await givenPlanted(context, "foreign", fitting, { owned: false });
      await succeeds(manager.adoptSecret(name, "basic_auth"), "adopting");
      await context.settle();
      const read = await succeeds(manager.getSecret(name), "reading");
      const described = await succeeds(manager.describeSecret(name), "describing");
      const listed = await succeeds(collected(manager.listSecrets({ prefix: name })), "listing");
      const types = [read.type, described.type, ...listed.map(({ type }) => type)];
      assert.deepEqual(types, ["basic_auth", "basic_auth", "basic_auth"], "its types");
    },
  },
  "adopt-changed": {
    title:
      "a secret that changes while it is being adopted is not adopted as a type it does not fit",
    requires: ["write", "adopt", "plant unowned", "observable"],
    run: async (context) => {
      const before = await stepsBeforeChange(context);
      for (let step = 2; step <= before; step += 1) {
        const name = await givenPlanted(context, `db-${step}`, fitting, { owned: false });
        const overwrite = overwriting(context, name);
        const control = new StepControl();
        const manager = await context.manager(
          {},
          {
            interceptStep: async (made, run) => {
              const answer = control.intercept(made, run);
              if (control.steps.length !== step - 1) return answer;
              const given = await answer;
              await overwrite();
              return given;
            },
          },
        );
        const [end] = await Promise.allSettled([manager.adoptSecret(name, "basic_auth")]);
        await context.settle();
        const { owned } = await succeeds(manager.describeSecret(name), "describing");
        const what = `a secret that changed before step ${step}`;
        assert.ok(!owned, `${what}: it was adopted`);
        assert.equal(end.status, "rejected", `${what}: how the adoption ended`);
        const { reason }: { readonly reason?: unknown } = { ...end };
        const code = KeykistError.is(reason) ? reason.code : "an error that is not a KeykistError";
        const codes = ["REVISION_CONFLICT", "INVALID_VALUE", "INVALID_KEY"];
        assert.ok(codes.includes(code), `${what}: the adoption failed with ${code}`);
      }
    },
  },
});

/**
 * Counts the steps up to the first that changes the backend. A backend without guards cannot see what comes between
 * that one and the look before it.
 */
async function stepsBeforeChange(context: CaseContext): Promise<number> {
  const name = await givenPlanted(context, "counted", fitting, { owned: false });
  const control = new StepControl();
  const manager = await context.manager({}, { interceptStep: control.intercept });
  await succeeds(manager.adoptSecret(name, "basic_auth"), "adopting");
  const first = control.steps.findIndex(({ mutates }) => mutates) + 1;
  return context.capabilities.guardedUpdate === "server" ? first : first - 1;
}

/** Writes entries that do not fit over a secret, as other programs do. */
function overwriting({ backend }: CaseContext, name: string): () => Promise<void> {
  return async () => {
    const { nativeTools } = backend;
    if (nativeTools?.put === undefined) await backend.plant?.(name, misfit, { owned: false });
    else await nativeTools.put(name, misfit);
  };
}
