import { inspect } from "node:util";
import { arbitrarySchema, type Step } from "@keykist/core";
import { describe, expect, it } from "vitest";
import type { AwsSecretsManager } from "../../src/index.ts";
import { emulatorServer } from "../emulator-server.ts";

const secret = arbitrarySchema.create("db", { password: "tulip-and-dahlia" });

/** AWS refuses a write, and quotes in its message what was sent. */
function quoting(step: Step): Error | undefined {
  if (step.name !== "PutSecretValue") return undefined;
  return Object.assign(new Error('failed to satisfy constraint: "tulip-and-dahlia"'), {
    name: "ValidationException",
    $metadata: { httpStatusCode: 400 },
  });
}

describe("a value that a deletion or an undeletion copies", () => {
  it.each([
    ["deleteSecret", (manager: AwsSecretsManager) => manager.deleteSecret("db")],
    ["undeleteSecret", (manager: AwsSecretsManager) => manager.undeleteSecret("db")],
  ] as const)("does not show in an error of %s that quotes it", async (operation, work) => {
    const { manager } = await emulatorServer({ order: "suite" });
    const setUp = manager({}, {});
    await setUp.registerSecret(secret);
    if (operation === "undeleteSecret") await setUp.deleteSecret("db");
    const refused = manager(
      {},
      {
        interceptStep: async (step, run) => {
          const error = quoting(step);
          if (error !== undefined) throw error;
          return run();
        },
      },
    );
    const [end] = await Promise.allSettled([work(refused)]);
    expect(end).toMatchObject({ status: "rejected", reason: { code: "INVALID_CONFIG" } });
    expect(inspect(end, { depth: Infinity, showHidden: true })).not.toContain("tulip");
  });
});
