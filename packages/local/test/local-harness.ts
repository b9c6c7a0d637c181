import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConformanceHarness } from "@keykist/conformance";
import { LocalStoreError } from "../src/local-store-error.ts";
import { LocalSecretsManager } from "../src/index.ts";
import { openStore } from "../src/open-store.ts";
import type { OpenStoreOptions } from "../src/open-store-options.ts";
import { insertState } from "../src/states.ts";
import type { StoreCall } from "../src/retry-while-locked.ts";
import { readStore, writeSecret } from "./format/independent-store.ts";

/** A key for tests, and for nothing else. */
export const TEST_KEY: string = Buffer.alloc(32, 7).toString("base64");

/** A folder of a file system in memory, where Linux has one: for what is about the order of things, not about the disk. */
export const IN_MEMORY: string = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

const opening = { key: Buffer.from(TEST_KEY, "base64") };

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

/** Makes a store without secrets. */
async function makeEmpty(options: OpenStoreOptions): Promise<void> {
  const { database } = await openStore(options, call);
  database.close();
}

/** Puts secrets into a store in one transaction: each by itself would wait for the disk. */
async function fill(options: OpenStoreOptions, paths: readonly string[]): Promise<void> {
  const store = await openStore(options, call);
  const secret = { type: "arbitrary", entries: new Map([["password", "tulip"]]), at: Date.now() };
  store.database.transaction(() => {
    for (const each of paths) insertState(store, { ...secret, path: each });
  });
  store.database.close();
}

/** Where Linux shows which files this process has open. */
const DESCRIPTORS = "/proc/self/fd";
const CAN_COUNT = existsSync(DESCRIPTORS);

/** Counts the files of a folder that are open. */
function openFiles(folder: string): number {
  return readdirSync(DESCRIPTORS).filter((each) => targetOf(each).startsWith(folder)).length;
}

function targetOf(descriptor: string): string {
  try {
    return readlinkSync(path.join(DESCRIPTORS, descriptor));
  } catch {
    // That of the listing itself, which is closed.
    return "";
  }
}

/** The steps that SQLite refuses where the file may only be read. The others are refused by the system. */
const WRITES: ReadonlySet<string> = new Set(["create", "replace", "remove"]);

/** A harness over local managers, one file per backend, in a folder of its own within one. */
export function localHarness(
  options: { readonly readOnly?: boolean | undefined; readonly folder?: string | undefined } = {},
): ConformanceHarness {
  const { readOnly = false, folder: within = tmpdir() } = options;
  return {
    flavor: "local",
    backend: readOnly ? "a file opened for reading only, node:sqlite" : "a file, node:sqlite",
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
      const folder = await mkdtemp(path.join(within, "keykist-local-"));
      const file = path.join(folder, "secrets.db");
      const written: OpenStoreOptions = {
        file,
        config: { key: TEST_KEY, readOnly: false },
        environment: {},
        askPassphrase: undefined,
        announce: () => undefined,
      };
      // Who only reads makes no store.
      if (readOnly) await makeEmpty(written);
      return {
        manager: (config, managerOptions) =>
          new MortalSecretsManager(
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
          if (!existsSync(file)) await makeEmpty(written);
          writeSecret(file, opening, { path: where, type, entries });
        },
        fill: (paths) => fill(written, paths),
        ...(CAN_COUNT ? { connections: () => openFiles(folder) } : {}),
        abandon: async (manager) => {
          if (manager instanceof MortalSecretsManager) await manager.die();
        },
        close: async () => {
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
    // Everything in a local store was made by keykist.
    plantsUnowned: false,
    refusal: (step) =>
      WRITES.has(step)
        ? Object.assign(new Error("attempt to write a readonly database"), { errcode: 8 })
        : Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" }),
    faults: {
      denied: () => new LocalStoreError("denied", "denied", "…"),
      unavailable: () => new LocalStoreError("failing", "failing", "…"),
      unauthenticated: () => new LocalStoreError("wrong-key", "wrong key", "…"),
    },
  };
}
