import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConformanceHarness } from "@keykist/conformance";
import { LocalStoreError } from "../src/local-store-error.ts";
import { LocalSecretsManager } from "../src/index.ts";
import { openStore, type OpenStoreOptions, type StoreCall } from "../src/open-store.ts";
import { insertState } from "../src/states.ts";
import { readStore } from "./format/independent-store.ts";

/** A key for tests, and for nothing else. */
export const TEST_KEY: string = Buffer.alloc(32, 7).toString("base64");

/** A local manager that can lose its file, as a process does that ends. */
class MortalSecretsManager extends LocalSecretsManager {
  /** Closes the file, with whatever lock is held on it; what was not committed is taken back. */
  die(): Promise<void> {
    return this.disconnect();
  }
}

/** A call that nobody watches. */
const call: StoreCall = {
  step: async (_name, run) => run(),
  backOff: () => Promise.resolve(),
};

/** Puts secrets into a store in one transaction: each by itself would wait for the disk. */
async function fill(options: OpenStoreOptions, paths: readonly string[]): Promise<void> {
  const store = await openStore(options, call);
  const secret = { type: "arbitrary", entries: new Map([["password", "tulip"]]), at: Date.now() };
  store.database.transaction(() => {
    for (const each of paths) insertState(store, { ...secret, path: each });
  });
  store.database.close();
}

/** A harness over local managers, one file per backend. */
export function localHarness(): ConformanceHarness {
  return {
    flavor: "local",
    backend: "a file, node:sqlite",
    pageSize: 500,
    budgets: {
      getSecret: 1,
      getSecrets: 1,
      describeSecret: 1,
      // A page, and one to see that there is no more.
      getAllSecretKeys: 2,
      listSecrets: 2,
      registerSecret: 1,
      updateSecret: 1,
      "updateSecret-guarded": 1,
      modifySecret: 2,
      deleteSecret: 1,
      "deleteSecret-guarded": 1,
      deleteAllSecrets: 3,
      getSecretHistory: 1,
      rollbackSecret: 3,
    },
    open: async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "keykist-local-"));
      const file = path.join(folder, "secrets.db");
      return {
        manager: (config, options) =>
          new MortalSecretsManager(
            { ...config, file, key: TEST_KEY },
            { ...options, environment: {} },
          ),
        // No `plant`: everything in a local store was made by keykist, so that nothing can be put there as not owned.
        peek: async (wanted) => {
          if (!existsSync(file)) return undefined;
          const states = readStore(file, { key: Buffer.from(TEST_KEY, "base64") });
          const found = states.find((state) => state.kind === "current" && state.path === wanted);
          return found && { entries: found.entries, type: found.type, owned: true };
        },
        fill: (paths) =>
          fill(
            {
              file,
              config: { key: TEST_KEY, readOnly: false },
              environment: {},
              askPassphrase: undefined,
              announce: () => undefined,
            },
            paths,
          ),
        abandon: async (manager) => {
          if (manager instanceof MortalSecretsManager) await manager.die();
        },
        close: async () => {
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
    faults: {
      denied: () => new LocalStoreError("denied", "denied", "…"),
      unavailable: () => new LocalStoreError("failing", "failing", "…"),
      unauthenticated: () => new LocalStoreError("wrong-key", "wrong key", "…"),
    },
  };
}
