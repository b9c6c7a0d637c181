import { runSeeds } from "@keykist/conformance";
import { arbitrarySchema } from "@keykist/core";
import { ServiceError } from "@keykist/emulators/aws";
import { describe, expect, it } from "vitest";
import { awsHarness } from "../aws-harness.ts";
import { emulatorServer } from "../emulator-server.ts";

const secret = arbitrarySchema.create("db", { password: "tulip" });

describe("the call that deletes behind a tombstone", () => {
  it("is waited for anew where one tombstone follows another: a registration that waited for the first was deleted by the second", async () => {
    const harness = awsHarness({
      backend: "the AWS emulator",
      open: () => emulatorServer({ order: "suite" }),
    });
    const cases = ["crash/amid-writers"];
    const report = await runSeeds(harness, { cases, count: 1, first: 132_344_239 });
    expect(report.failures).toEqual([]);
  });

  it("is not made once others may have taken the name: it is taken back", async () => {
    const { emulator, manager: make } = await emulatorServer({ order: "simulation" });
    const { clock } = emulator.simulation;
    await using manager = make({}, {});
    await manager.registerSecret(secret);
    const sent: number[] = [];
    emulator.faults = ({ name }) => {
      if (name !== "DeleteSecret") return undefined;
      sent.push(clock.now());
      return { kind: "refuse", error: new ServiceError("ThrottlingException", "Rate exceeded") };
    };
    const began = clock.now();
    await expect(manager.deleteSecret("db")).rejects.toMatchObject({
      code: "THROTTLED",
      outcome: "not_applied",
    });
    expect(sent.length).toBeGreaterThan(1);
    for (const at of sent) expect(at - began).toBeLessThanOrEqual(1000 + 100);
    expect((await manager.getSecret("db")).content).toEqual({ password: "tulip" });
    emulator.faults = () => undefined;
    await manager.deleteSecret("db");
    await expect(manager.getSecret("db")).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  });
});
