import type { SecretsManager } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { project, secretOf } from "./project.ts";

async function listed(manager: SecretsManager) {
  const summaries = [];
  for await (const summary of manager.listSecrets()) summaries.push(summary);
  return summaries;
}

describe("calls", () => {
  const wide = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`k${index}`, "v"]));

  it("are as many as the design allows", async () => {
    const { emulator, manager: open } = project();
    const manager = open();
    await manager.registerSecret(secretOf("db", wide));
    const counted = async (work: () => Promise<unknown>) => {
      emulator.calls.reset();
      await work();
      return emulator.calls.toJSON();
    };
    expect(await counted(() => manager.getSecret("db"))).toEqual({ AccessSecretVersion: 12 });
    expect(await counted(() => open("other", { consistency: "snapshot" }).getSecret("db"))).toEqual(
      {
        AccessSecretVersion: 11,
      },
    );
    const update = secretOf("db", { ...wide, k1: "changed", k2: "changed" });
    expect(await counted(() => manager.updateSecret(update))).toEqual({
      AccessSecretVersion: 2,
      AddSecretVersion: 3,
    });
    const wider = secretOf("db", { ...wide, k1: "changed", k2: "changed", added: "new" });
    expect(await counted(() => manager.updateSecret(wider))).toEqual({
      AccessSecretVersion: 2,
      CreateSecret: 1,
      AddSecretVersion: 2,
    });
    expect(await counted(() => manager.getAllSecretKeys())).toEqual({ ListSecrets: 1 });
    expect(await counted(() => listed(manager))).toEqual({
      ListSecrets: 1,
      AccessSecretVersion: 1,
    });
    // Before a value is destroyed, its secret must say that keykist made it: one look for each key.
    const { GetSecret, DestroySecretVersion } = await counted(() => manager.deleteSecret("db"));
    expect({ GetSecret, DestroySecretVersion }).toEqual({
      GetSecret: 12,
      DestroySecretVersion: 22,
    });
  });
});

describe("round trips, one after the other", () => {
  const ROUND_TRIP = 100;

  it.each([
    ["strong", 2],
    ["snapshot", 2],
  ] as const)("of a %s read are %i, whatever the number of keys", async (consistency, trips) => {
    const { emulator, manager: open } = project();
    await open().registerSecret(secretOf("db", { user: "app", password: "tulip", host: "db" }));
    const reader = open("reader", { consistency });
    // What is loaded when the first operation comes is no round trip.
    await reader.getSecret("db");
    emulator.faults = () => ({ kind: "delay", ms: ROUND_TRIP });
    const before = emulator.simulation.clock.now();
    await reader.getSecret("db");
    expect(Math.floor((emulator.simulation.clock.now() - before) / ROUND_TRIP)).toBe(trips);
  });
});
