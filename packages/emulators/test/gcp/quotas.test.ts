import { describe, expect, it } from "vitest";
import { DOCUMENTED_QUOTAS } from "../../src/gcp/index.ts";
import { PARENT, NAME, emulatorWithSecret, create, add, statusOf } from "./project.ts";

describe("quotas", () => {
  it('lets 600 reads and 600 writes through in a minute: "read 600/min; write 600/min"', async () => {
    const { emulator, client } = await emulatorWithSecret({ quotas: DOCUMENTED_QUOTAS });
    await emulator.simulation.wait(60_000);
    for (let count = 0; count < 600; count += 1) await client.getSecret({ name: NAME });
    // A call takes two milliseconds of the clock: of 600, some have filled up again.
    let more = 0;
    while ((await statusOf(client.getSecret({ name: NAME }))) === "OK") more += 1;
    expect(more).toBeLessThan(30);
    expect(await statusOf(create(client, "other"))).toBe("OK");
    await emulator.simulation.wait(60_000);
    expect(await statusOf(client.getSecret({ name: NAME }))).toBe("OK");
  });

  it("counts the projects apart", async () => {
    const { client } = await emulatorWithSecret({
      quotas: { ...DOCUMENTED_QUOTAS, readsPerMinute: 1 },
    });
    const list = (parent: string): Promise<string> => statusOf(client.listSecrets({ parent }));
    expect(await list(PARENT)).toBe("OK");
    expect(await list(PARENT)).toBe("RESOURCE_EXHAUSTED");
    expect(await list("projects/other")).toBe("OK");
  });

  it('lets a global secret be written twice in a second: "2 qps per global secret"', async () => {
    const { emulator, client } = await emulatorWithSecret({ quotas: DOCUMENTED_QUOTAS });
    expect(await statusOf(add(client, "one"))).toBe("OK");
    expect(await statusOf(add(client, "two"))).toBe("OK");
    expect(await statusOf(add(client, "three"))).toBe("RESOURCE_EXHAUSTED");
    await emulator.simulation.wait(1000);
    expect(await add(client, "three")).toBe("3");
  });

  it("are not asked for unless they are given", async () => {
    const { client } = await emulatorWithSecret();
    for (let count = 0; count < 700; count += 1) await client.getSecret({ name: NAME });
    expect(await statusOf(client.getSecret({ name: NAME }))).toBe("OK");
  });
});
