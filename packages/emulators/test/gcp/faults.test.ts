import { describe, expect, it } from "vitest";
import { GcpError } from "../../src/gcp/index.ts";
import { NAME, emulatorWithSecret, add, access, statusOf } from "./project.ts";

describe("faults", () => {
  it("lose the answer to a version that was added", async () => {
    const { emulator, client } = await emulatorWithSecret();
    const error = new GcpError("UNAVAILABLE", "the connection was lost");
    emulator.faults = ({ number }) => (number === 1 ? { kind: "lose answer", error } : undefined);
    expect(await statusOf(add(client, "one"))).toBe("UNAVAILABLE");
    expect(await statusOf(access(client, 1))).toBe("UNAVAILABLE");
    expect(await access(client, 1)).toBe("one");
  });

  it("deliver a version twice", async () => {
    const { emulator, client } = await emulatorWithSecret();
    emulator.faults = () => ({ kind: "deliver twice", afterMs: 100 });
    expect(await add(client, "one")).toBe("1");
    emulator.faults = () => undefined;
    await emulator.simulation.wait(1000);
    expect(await access(client, 2)).toBe("one");
  });

  it("let a call hang until its time is up, in the simulation's time", async () => {
    const { emulator, client } = await emulatorWithSecret();
    emulator.faults = () => ({ kind: "hang", when: "after" });
    const before = emulator.simulation.clock.now();
    const request = { parent: NAME, payload: { data: Buffer.from("one") } };
    const call = client.addSecretVersion(request, { timeout: 5000 });
    expect(await statusOf(call)).toBe("DEADLINE_EXCEEDED");
    expect(emulator.simulation.clock.now() - before).toBeGreaterThanOrEqual(5000);
    emulator.faults = () => undefined;
    expect(await access(client, 1)).toBe("one");
  });

  it("end a client, of which nothing is answered any more", async () => {
    const { emulator, client } = await emulatorWithSecret();
    client.crash();
    const call = Promise.race([
      statusOf(client.getSecret({ name: NAME })),
      emulator.simulation.wait(10_000).then(() => "no answer"),
    ]);
    expect(await call).toBe("no answer");
  });
});

describe("what is counted", () => {
  it("is every call, by its name in gRPC", async () => {
    const { emulator, client } = await emulatorWithSecret();
    emulator.calls.reset();
    await add(client, "one");
    await access(client, "latest");
    await access(client, 1);
    expect(emulator.calls.toJSON()).toEqual({ AccessSecretVersion: 2, AddSecretVersion: 1 });
  });
});
