import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { arbitrarySchema, type StepInterceptor } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { emulatorServer } from "../emulator-server.ts";

// Somebody changes a secret in the console, or by a script, while keykist is about to.

/** Runs an action before each call of this name that a manager makes. */
function before(name: string, action: () => Promise<unknown>): StepInterceptor {
  return async (step, run) => {
    if (step.name === name) await action();
    return run();
  };
}

/** A secret, somebody who changes its value behind keykist's back, and a manager whom that happens to. */
async function disturbed(step: string): Promise<{
  readonly manager: ReturnType<Awaited<ReturnType<typeof emulatorServer>>["manager"]>;
  readonly value: () => Promise<Record<string, string>>;
}> {
  const { client, manager } = await emulatorServer({ order: "suite" });
  const quiet = manager({}, {});
  await quiet.registerSecret(arbitrarySchema.create("db", { password: "tulip" }));
  let writes = 0;
  const byHand = async (): Promise<void> => {
    writes += 1;
    if (writes > 1) return;
    const SecretString = JSON.stringify({ password: "by hand" });
    await client.send(new PutSecretValueCommand({ SecretId: "db", SecretString }));
  };
  return {
    manager: manager({}, { interceptStep: before(step, byHand) }),
    value: async () => ({ ...(await quiet.getSecret("db")).content }),
  };
}

describe.each(["DescribeSecret", "PutSecretValue", "UpdateSecretVersionStage"])(
  "a write by hand before %s",
  (step) => {
    it("is a conflict for a guarded update, and stays", async () => {
      const { manager, value } = await disturbed(step);
      const { revision } = await manager.getSecret("db", arbitrarySchema, { keys: [] });
      const secret = arbitrarySchema.create("db", { password: "dahlia" });
      // The look of the read that gave the revision has been disturbed already.
      const update = manager.updateSecret(secret, { ifRevision: revision });
      await expect(update).rejects.toMatchObject({
        code: "REVISION_CONFLICT",
        outcome: "not_applied",
      });
      expect(await value()).toEqual({ password: "by hand" });
    });

    it("is a conflict for a guarded deletion, and stays", async () => {
      const { manager, value } = await disturbed(step);
      const { revision } = await manager.getSecret("db", arbitrarySchema, { keys: [] });
      await expect(manager.deleteSecret("db", { ifRevision: revision })).rejects.toMatchObject({
        code: "REVISION_CONFLICT",
        outcome: "not_applied",
      });
      expect(await value()).toEqual({ password: "by hand" });
    });

    it("is what modifySecret changes, when it has seen it", async () => {
      const { manager, value } = await disturbed(step);
      await manager.modifySecret("db", (content) => ({ ...content, user: "app" }));
      expect(await value()).toEqual({ password: "by hand", user: "app" });
    });
  },
);
