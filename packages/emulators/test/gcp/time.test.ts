import { describe, expect, it } from "vitest";
import { NAME, create, add, access, statusOf, emulatorWithVersion } from "./project.ts";

describe("time", () => {
  it('deletes an expired secret: "Expired secrets are irreversibly deleted"', async () => {
    const emulator = await emulatorWithVersion({ ttl: { seconds: 3600 } });
    const client = emulator.client("first");
    await emulator.simulation.wait(3_500_000);
    expect(await access(client, 1)).toBe("one");
    await emulator.simulation.wait(200_000);
    expect(await statusOf(access(client, 1))).toBe("NOT_FOUND");
    await create(client);
    expect(await add(client, "anew")).toBe("1");
  });

  it('destroys late where a secret says so: "after the TTL expires"', async () => {
    const emulator = await emulatorWithVersion({ versionDestroyTtl: { seconds: 86_400 } });
    const client = emulator.client("first");
    await client.destroySecretVersion({ name: `${NAME}/versions/1` });
    await emulator.simulation.wait(86_000_000);
    const [waiting] = await client.getSecretVersion({ name: `${NAME}/versions/1` });
    expect(waiting.state).toBe("DISABLED");
    await emulator.simulation.wait(500_000);
    const [destroyed] = await client.getSecretVersion({ name: `${NAME}/versions/1` });
    expect(destroyed).toMatchObject({ state: "DESTROYED", scheduledDestroyTime: null });
    const enabled = client.enableSecretVersion({ name: `${NAME}/versions/1` });
    expect(await statusOf(enabled)).toBe("FAILED_PRECONDITION");
  });

  it("spares what was enabled again before its time", async () => {
    const emulator = await emulatorWithVersion({ versionDestroyTtl: { seconds: 86_400 } });
    const client = emulator.client("first");
    await client.destroySecretVersion({ name: `${NAME}/versions/1` });
    await client.enableSecretVersion({ name: `${NAME}/versions/1` });
    await emulator.simulation.wait(100_000_000);
    expect(await access(client, 1)).toBe("one");
  });
});
