import { arbitrarySchema } from "@keykist/core";
import { DOCUMENTED_QUOTAS, GcpEmulator } from "@keykist/emulators/gcp";
import { describe, expect, it } from "vitest";
import { GcpSecretsManager } from "../src/index.ts";
// Loaded before any simulation begins, whose time would jump ahead while a manager loads it.
import "../src/backend.ts";
import { PROJECT } from "./gcp-harness.ts";

const KEYS = 300;
const INSTANCES = 4;
const READERS = 8;
const UPDATES = 3;

/** A secret in which every tenth key says the state that it is of. */
const secretOf = (name: string, keys: number, state: string) =>
  arbitrarySchema.create(
    name,
    Object.fromEntries(
      Array.from({ length: keys }, (_, index) => [`k${index}`, index % 10 === 0 ? state : "same"]),
    ),
  );

function managerOn(emulator: GcpEmulator, name: string, timeoutMs = 30_000): GcpSecretsManager {
  const random = emulator.simulation.random(`waits of ${name}`);
  return new GcpSecretsManager(
    { projectId: PROJECT, timeoutMs },
    {
      client: emulator.client(name),
      clock: emulator.simulation.clock,
      random: () => random.next(),
    },
  );
}

describe("a secret of 300 keys", () => {
  it(
    "changes at once or not at all, for 8 readers in 4 instances",
    { timeout: 300_000 },
    async () => {
      const emulator = new GcpEmulator({ seed: 7, maximumLag: 300, latency: 5 });
      const writer = managerOn(emulator, "writer", 120_000);
      await writer.registerSecret(secretOf("large", KEYS, "state 0"));
      const instances = Array.from({ length: INSTANCES }, (_, index) =>
        managerOn(emulator, `instance ${index}`),
      );
      let writing = true;
      const seen = new Set<string>();
      const read = async (manager: GcpSecretsManager): Promise<void> => {
        do {
          const { content } = await manager.getSecret("large", arbitrarySchema);
          const states = new Set(Object.values(content).filter((value) => value !== "same"));
          expect([...states]).toHaveLength(1);
          expect(Object.keys(content)).toHaveLength(KEYS);
          for (const state of states) seen.add(state);
        } while (writing);
      };
      const update = async (): Promise<void> => {
        for (let number = 1; number <= UPDATES; number += 1)
          await writer.updateSecret(secretOf("large", KEYS, `state ${number}`));
        writing = false;
      };
      const readers = Array.from({ length: READERS }, (_, index) => {
        const manager = instances[index % INSTANCES];
        return manager === undefined ? Promise.resolve() : read(manager);
      });
      await Promise.all([update(), ...readers]);
      expect(seen.size).toBeGreaterThan(1);
    },
  );
});

describe("an import", () => {
  const SECRETS = 500;

  it(
    "of 500 secrets of 10 keys, ten at once, keeps within Google's quotas, and each within its 30 s",
    { timeout: 600_000 },
    async () => {
      const emulator = new GcpEmulator({ seed: 3, quotas: DOCUMENTED_QUOTAS });
      const manager = managerOn(emulator, "import");
      const started = emulator.simulation.clock.now();
      const names = Array.from({ length: SECRETS }, (_, index) => `s${index}`);
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          for (let name = names.pop(); name !== undefined; name = names.pop())
            await manager.registerSecret(secretOf(name, 10, "v"));
        }),
      );
      const minutes = (emulator.simulation.clock.now() - started) / 60_000;
      const calls = emulator.calls.toJSON();
      process.stdout.write(`import: ${minutes.toFixed(1)} minutes, ${JSON.stringify(calls)}\n`);
      expect(await manager.getAllSecretKeys()).toHaveLength(SECRETS);
      // Ten keys and the head, made and written, and the head's label; nothing had to be done twice.
      const writes = { CreateSecret: 11, AddSecretVersion: 11, UpdateSecret: 1 };
      for (const [call, each] of Object.entries(writes)) expect(calls[call]).toBe(each * SECRETS);
      expect(minutes).toBeLessThan(21);
    },
  );
});
