import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConformanceHarness } from "@keykist/conformance";
import { LocalStoreError } from "../src/local-store-error.ts";
import { LocalSecretsManager } from "../src/index.ts";
import { readStore, writeSecret } from "./format/independent-store.ts";

/** A key for tests, and for nothing else. */
export const TEST_KEY: string = Buffer.alloc(32, 7).toString("base64");

const opening = { key: Buffer.from(TEST_KEY, "base64") };

/** A harness over local managers, one file per backend. */
export function localHarness(
  options: { readonly readOnly?: boolean | undefined } = {},
): ConformanceHarness {
  const { readOnly = false } = options;
  return {
    flavor: "local",
    backend: readOnly ? "a file opened for reading only, node:sqlite" : "a file, node:sqlite",
    open: async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "keykist-local-"));
      const file = path.join(folder, "secrets.db");
      const makeStore = async (): Promise<void> => {
        await using maker = new LocalSecretsManager({ file, key: TEST_KEY }, { environment: {} });
        await maker.getAllSecretKeys();
      };
      // Who only reads makes no store.
      if (readOnly) await makeStore();
      return {
        manager: (config, managerOptions) =>
          new LocalSecretsManager(
            { ...config, file, readOnly, key: TEST_KEY },
            { ...managerOptions, environment: {} },
          ),
        peek: async (wanted) => {
          if (!existsSync(file)) return undefined;
          const states = readStore(file, opening);
          const found = states.find((state) => state.kind === "current" && state.path === wanted);
          return found && { entries: found.entries, type: found.type, owned: true };
        },
        plant: async (where, entries, { type = "arbitrary" }) => {
          if (!existsSync(file)) await makeStore();
          writeSecret(file, opening, { path: where, type, entries });
        },
        close: async () => {
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
    // Everything in a local store was made by keykist.
    plantsUnowned: false,
    faults: {
      denied: () => new LocalStoreError("denied", "denied", "…"),
      unavailable: () => new LocalStoreError("failing", "failing", "…"),
      unauthenticated: () => new LocalStoreError("wrong-key", "wrong key", "…"),
    },
  };
}
