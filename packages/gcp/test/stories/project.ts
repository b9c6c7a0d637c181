import { arbitrarySchema, type SecretsManager } from "@keykist/core";
import { GcpEmulator, type GcpEmulatorOptions } from "@keykist/emulators/gcp";
import { GcpSecretsManager, type GcpConfig } from "../../src/index.ts";
// Loaded before any simulation begins, whose time would jump ahead while a manager loads it.
import "../../src/backend.ts";
import { ByHand } from "../by-hand.ts";
import { PROJECT } from "../gcp-harness.ts";

/** An emulated project, a person who looks at it, and as many managers as asked for. */
export function project(options: Partial<GcpEmulatorOptions> = {}) {
  const emulator = new GcpEmulator({ seed: 1, ...options });
  const { clock } = emulator.simulation;
  const person = new ByHand(emulator.client("person"), PROJECT);
  const manager = (name = "manager", config: Partial<GcpConfig> & { namespace?: string } = {}) => {
    const client = emulator.client(name);
    const random = emulator.simulation.random(`waits of ${name}`);
    const scoped = config.namespace === undefined ? {} : { scope: "namespace" as const };
    return new GcpSecretsManager(
      { projectId: PROJECT, ...scoped, ...config },
      { client, clock, random: () => random.next() },
    );
  };
  return { emulator, person, manager };
}

export const secretOf = (name: string, entries: { readonly [key: string]: string }) =>
  arbitrarySchema.create(name, entries);

export async function entriesOf(manager: SecretsManager, name: string) {
  return { ...(await manager.getSecret(name, arbitrarySchema)).content };
}

/** The numbers of the versions of a secret that can be accessed. */
export async function versionsOf(person: ByHand, id: string) {
  const parent = `${person.parent}/secrets/${id}`;
  const [versions] = await person.client.listSecretVersions({ parent, filter: "state:ENABLED" });
  const numbers = versions.map(({ name }) => Number(name?.split("/").at(-1)));
  return numbers.toSorted((a, b) => a - b);
}
