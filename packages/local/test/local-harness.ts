import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConformanceHarness } from "@keykist/conformance";
import { LocalStoreError } from "../src/local-store-error.ts";
import { LocalSecretsManager } from "../src/index.ts";
import { readStore } from "./format/independent-store.ts";

/** A key for tests, and for nothing else. */
export const TEST_KEY: string = Buffer.alloc(32, 7).toString("base64");

/** A harness over local managers, one file per backend, in a folder of its own within one. */
export function localHarness({ folder: within = tmpdir() } = {}): ConformanceHarness {
  return {
    flavor: "local",
    backend: "a file, node:sqlite",
    open: async () => {
      const folder = await mkdtemp(path.join(within, "keykist-local-"));
      const file = path.join(folder, "secrets.db");
      return {
        manager: (config, options) =>
          new LocalSecretsManager(
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
