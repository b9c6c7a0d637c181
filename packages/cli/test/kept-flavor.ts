import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { type MemorySecret, MemoryStore, type PlantOptions } from "@keykist/core/memory";
import type { Place } from "./place.ts";

const memory = fileURLToPath(new URL("../../core/src/memory/index.ts", import.meta.url));

/** A manager `kept` that claims every capability, and what its backend holds. */
export interface KeptManager {
  /** The words that choose it. */
  readonly words: readonly string[];
  /** Puts a secret into the backend as something else would. */
  readonly plant: (
    name: string,
    entries: Readonly<Record<string, string>>,
    options?: PlantOptions,
  ) => void;
  /** A secret that the backend holds. */
  readonly peek: (name: string) => MemorySecret | undefined;
}

/**
 * Writes a configuration whose manager is the reference manager, in memory, which keeps what it holds in a file from one
 * process to the next.
 *
 * @param hooks methods of a class that extends it
 */
export async function keptFlavor(place: Place, hooks = ""): Promise<KeptManager> {
  const file = path.join(place.folder, "kept.bin");
  writeFileSync(file, serialize({ secrets: new Map(), deleted: new Map() }));
  await place.write(
    "kept.mjs",
    `import { readFileSync, writeFileSync } from "node:fs";
     import { deserialize, serialize } from "node:v8";
     import { MemorySecretsManager, MemoryStore } from ${JSON.stringify(memory)};
     const file = ${JSON.stringify(file)};
     export class Kept extends MemorySecretsManager {
       static FLAVOR = "kept";
       #kept;
       constructor(config, options) {
         const store = new MemoryStore();
         const kept = deserialize(readFileSync(file));
         for (const [path, secret] of kept.secrets) store.secrets.set(path, secret);
         for (const [path, secret] of kept.deleted) store.deleted.set(path, secret);
         super(config, { ...options, store });
         this.#kept = store;
       }
       async disconnect() {
         const { secrets, deleted } = this.#kept;
         writeFileSync(file, serialize({ secrets, deleted }));
       }
       ${hooks}
     }`,
  );
  const configuration = await place.write(
    "kept.json",
    JSON.stringify({
      active: "kept",
      managers: { kept: { id: "kept", flavor: "kept", config: { scope: "none" } } },
      flavors: { kept: "./kept.mjs" },
    }),
  );
  return {
    words: ["--config", configuration],
    plant: (name, entries, options) => {
      const store = storeOf(readFileSync(file));
      store.plant(name, entries, options);
      writeFileSync(file, serialize({ secrets: store.secrets, deleted: store.deleted }));
    },
    peek: (name) => storeOf(readFileSync(file)).secrets.get(name),
  };
}

function storeOf(bytes: Uint8Array): MemoryStore {
  const kept: unknown = deserialize(bytes);
  if (!isKept(kept)) throw new Error("the file holds no secrets");
  const store = new MemoryStore();
  for (const [name, secret] of kept.secrets) store.secrets.set(name, secret);
  for (const [name, secret] of kept.deleted) store.deleted.set(name, secret);
  return store;
}

function isKept(value: unknown): value is Pick<MemoryStore, "secrets" | "deleted"> {
  return ["secrets", "deleted"].every((name) => Reflect.get(Object(value), name) instanceof Map);
}
