import { describe, expect, it } from "vitest";
import { GcpEmulator, GcpError } from "../../src/gcp/index.ts";
import { randomFaults } from "../../src/index.ts";
import { NAME, create, add, access, statusOf } from "./project.ts";

async function run(seed: number): Promise<string> {
  const emulator = new GcpEmulator({ seed, maximumLag: 30, latency: 20 });
  emulator.faults = randomFaults(emulator.simulation.random("faults"), 0.2, [
    { kind: "refuse", error: new GcpError("UNAVAILABLE", "refused") },
    { kind: "lose answer", error: new GcpError("UNAVAILABLE", "lost") },
    { kind: "deliver twice", afterMs: 15 },
    { kind: "delay", ms: 15 },
  ]);
  const seen = await Promise.all(
    ["first", "second", "third"].map(async (name) => {
      const client = emulator.client(name);
      const outcomes: unknown[] = [];
      for (let turn = 0; turn < 5; turn += 1) {
        outcomes.push(await statusOf(create(client)));
        outcomes.push(await add(client, name).catch(String));
        outcomes.push(await access(client, "latest").catch(String));
        outcomes.push(await client.getSecret({ name: NAME }).catch(String));
      }
      return outcomes;
    }),
  );
  await emulator.simulation.wait(1000);
  return JSON.stringify([seen, emulator.log]);
}

describe("a run", () => {
  it("replays from its seed: the same answers, etags and times among them", async () => {
    for (const seed of [1, 2, 3]) expect(await run(seed)).toBe(await run(seed));
  });

  it("goes its own way with every seed", async () => {
    const runs = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) runs.add(await run(seed));
    expect(runs.size).toBe(20);
  });
});
