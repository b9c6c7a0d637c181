import { arbitrarySchema, defineSecretSchema } from "@keykist/core";
import { MemorySecretsManager } from "@keykist/core/memory";
import { z } from "zod";
import type { Contest } from "./contest.ts";

const content = {
  host: "db.internal",
  username: "application",
  password: "correct horse battery staple",
  token: "0123456789abcdef0123456789abcdef",
};

const databaseSchema = defineSecretSchema("bench_database", {
  host: z.string(),
  username: z.string(),
  password: z.string(),
  token: z.string().optional(),
});

type Entries = ReadonlyMap<string, string>;

/** The least that could be called a secrets manager: async functions over a map, which copy. */
class Floor {
  readonly #secrets = new Map<string, Entries>();

  async register(name: string, entries: Readonly<Record<string, string>>): Promise<void> {
    if (this.#secrets.has(name)) throw new Error("exists");
    this.#secrets.set(name, new Map(Object.entries(entries)));
  }

  async get(name: string): Promise<Record<string, string>> {
    const entries = this.#secrets.get(name);
    if (entries === undefined) throw new Error("absent");
    return Object.fromEntries(entries);
  }

  async modify(
    name: string,
    change: (content: Record<string, string>) => Record<string, string>,
  ): Promise<void> {
    const changed = change(await this.get(name));
    this.#secrets.set(name, new Map(Object.entries(changed)));
  }
}

/** What the in-memory manager costs beside a bare map; a secret of four keys. */
export async function memoryContests(): Promise<readonly Contest[]> {
  const manager = new MemorySecretsManager();
  const floor = new Floor();
  await manager.registerSecret(arbitrarySchema.create("prod-db", content));
  await manager.registerSecret(databaseSchema.create("typed-db", content));
  await floor.register("prod-db", content);

  return [
    {
      name: "get, raw strings",
      manager: () => manager.getSecret("prod-db"),
      floor: () => floor.get("prod-db"),
    },
    {
      name: "get, zod schema",
      manager: () => manager.getSecret("typed-db", databaseSchema),
      floor: () => floor.get("prod-db"),
    },
    {
      name: "register",
      manager: (index) => manager.registerSecret(arbitrarySchema.create(`new-${index}`, content)),
      floor: (index) => floor.register(`new-${index}`, content),
    },
    {
      name: "modify",
      manager: (index) =>
        manager.modifySecret("prod-db", (before) => ({ ...before, token: String(index) })),
      floor: (index) => floor.modify("prod-db", (before) => ({ ...before, token: String(index) })),
    },
  ];
}
