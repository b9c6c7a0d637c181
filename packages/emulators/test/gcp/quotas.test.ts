import { describe, expect, it } from "vitest";
import { DOCUMENTED_QUOTAS, GcpEmulator } from "../../src/gcp/index.ts";
import { QuotaBuckets } from "../../src/gcp/quotas.ts";
import { PARENT, NAME, emulatorWithSecret, access, create, add, statusOf } from "./project.ts";

describe("quotas", () => {
  it.each([
    ["access", 90_000],
    ["read", 600],
    ["write", 600],
  ] as const)("let so many requests of a project through at once: %s %i", (kind, limit) => {
    const buckets = new QuotaBuckets(DOCUMENTED_QUOTAS);
    const take = (): void => {
      buckets.takeOfProject(kind, "acme", 0);
    };
    for (let count = 0; count < limit; count += 1) take();
    expect(take).toThrow("Quota exceeded");
  });

  it.each([
    ["accessesPerMinute", ["access"]],
    ["readsPerMinute", ["get", "list"]],
    ["writesPerMinute", ["create", "add", "disable"]],
  ] as const)(
    "count a call on its own quota, and on no other: %s on %j",
    async (quota, counted) => {
      const emulator = new GcpEmulator({ seed: 1, quotas: { ...DOCUMENTED_QUOTAS, [quota]: 0 } });
      const client = emulator.client("first");
      const calls = {
        access: () => access(client, 1),
        get: () => client.getSecret({ name: NAME }),
        list: () => client.listSecretVersions({ parent: NAME }),
        create: () => create(client, "other"),
        add: () => add(client, "two"),
        disable: () => client.disableSecretVersion({ name: `${NAME}/versions/1` }),
      };
      const exhausted: string[] = [];
      for (const [call, run] of Object.entries(calls))
        if ((await statusOf(run())) === "RESOURCE_EXHAUSTED") exhausted.push(call);
      expect(exhausted).toEqual(counted);
    },
  );

  it('fill up again in a minute: "read 600/min"', async () => {
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
