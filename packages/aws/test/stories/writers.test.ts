import { arbitrarySchema, type SecretsManager } from "@keykist/core";
import { describe, expect, it } from "vitest";
import { emulatorServer } from "../emulator-server.ts";

// Many writers of one secret. What reads, changes and writes without a guard, as most tools do, keeps three of twenty keys.

/** The order of things, in as many simulations. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/** An emulator that calls take a while to reach, with managers over it and a secret in it. */
async function writersOf(
  seed: number,
  managers: number,
  entries: Readonly<Record<string, string>>,
): Promise<{
  readonly managers: readonly [SecretsManager, ...SecretsManager[]];
  readonly versions: () => number;
}> {
  const server = await emulatorServer({ seed, order: "simulation", latency: 40 });
  const first = server.manager({}, {});
  const others = Array.from({ length: managers - 1 }, () => server.manager({}, {}));
  await first.registerSecret(arbitrarySchema.create("db", entries));
  return {
    managers: [first, ...others],
    versions: () => server.emulator.secret("db")?.versions.size ?? 0,
  };
}

describe.each(SEEDS)("in the order of seed %i", (seed) => {
  it("20 writers of 20 keys, through 4 managers, all keep theirs, in fewer than 60 versions", async () => {
    const { managers, versions } = await writersOf(seed, 4, {});
    const keys = Array.from({ length: 20 }, (_, index) => `key_${index}`);
    await Promise.all(
      keys.map((key, index) => {
        const manager = managers[index % managers.length] ?? managers[0];
        return manager.modifySecret("db", (content) => ({ ...content, [key]: key }));
      }),
    );
    const { content } = await managers[0].getSecret("db");
    expect({ ...content }).toEqual(Object.fromEntries(keys.map((key) => [key, key])));
    expect(versions()).toBeLessThan(60);
  });

  it("6 writers who count to 10 have counted to 60, in fewer than 100 versions", async () => {
    const { managers, versions } = await writersOf(seed, 6, { count: "0" });
    await Promise.all(
      managers.map(async (manager) => {
        for (let round = 0; round < 10; round += 1) {
          await manager.modifySecret("db", ({ count }) => ({ count: String(Number(count) + 1) }));
        }
      }),
    );
    const { content } = await managers[0].getSecret("db");
    expect(content["count"]).toBe("60");
    expect(versions()).toBeLessThan(100);
  });

  it("writers who do not look write one after the other, and the last stays", async () => {
    const { managers, versions } = await writersOf(seed, 4, { by: "nobody" });
    const revisions = await Promise.all(
      managers.map((manager, index) =>
        manager.updateSecret(arbitrarySchema.create("db", { by: String(index) })),
      ),
    );
    const { content, revision } = await managers[0].getSecret("db");
    expect(revisions[Number(content["by"])]).toBe(revision);
    expect(new Set(revisions).size).toBe(4);
    expect(versions()).toBe(5);
  });
});
