import type { Call, RemoveOutcome, Revision, SecretPath, UndeleteOutcome } from "@keykist/core";
import { type MemorySecret, MemoryStore } from "@keykist/core/memory";
import type { ConformanceBackend } from "../../../src/index.ts";
import { memoryHarness } from "../../memory-harness.ts";
import { nativeView, type NativeView } from "../../native-view.ts";
import { OpenSecretsManager, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** A saboteur that is a correct manager, in a backend that others see another side of. */
function sabotageView(
  breaks: string,
  changes: string,
  change: (view: NativeView) => Partial<ConformanceBackend>,
  Manager: typeof OpenSecretsManager = OpenSecretsManager,
): Saboteur {
  let view = nativeView(new MemoryStore());
  const memory = memoryHarness((config, options) => {
    const manager = new Manager(config, options);
    view = nativeView(manager.store);
    return manager;
  }, "saboteur");
  const open = async (): Promise<ConformanceBackend> => {
    const backend = await memory.open();
    await backend.manager({}, {});
    return { ...backend, ...change(view) };
  };
  return { breaks, changes, harness: { ...memory, open } };
}

/** Claims that nobody reads without keykist. */
class UnreadManager extends OpenSecretsManager {
  static override readonly capabilities = {
    ...OpenSecretsManager.capabilities,
    nativeReads: "none" as const,
  };
}

export const othersToolsSaboteurs: readonly Saboteur[] = [
  sabotageView(
    "native/none",
    "says that nobody reads without keykist, and keeps values where everybody reads them",
    ({ read }) => ({ nativeRead: async (path) => read(path) }),
    UnreadManager,
  ),
  sabotageView(
    "native/put",
    "keeps what it reads apart from what others read, and says that they are the same",
    (view) => ({
      nativeTools: {
        put: async (path, entries) => {
          view.shown.set(path, entries);
        },
      },
    }),
  ),
  sabotageView("native/removed", "keeps a copy that others do not delete", (view) => ({
    nativeTools: {
      remove: async (path) => {
        view.shown.set(path, undefined);
      },
    },
  })),
  sabotage(
    "native/restored",
    "leaves a mark in place of a deleted value, which other tools restore",
    (Base) => {
      const values = new WeakMap<object, MemorySecret>();
      return class extends Base {
        protected override async doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          const outcome = await super.doRemove(path, expected, call);
          const deleted = this.store.deleted.get(path.full);
          if (outcome.kind !== "removed" || deleted === undefined) return outcome;
          const entries = new Map([["keykist-deleted", path.full]]);
          const mark = { ...deleted, current: { ...deleted.current, entries } };
          values.set(mark, deleted);
          this.store.deleted.set(path.full, mark);
          return outcome;
        }

        protected override doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
          const mark = this.store.deleted.get(path.full);
          const value = mark && values.get(mark);
          if (value !== undefined) this.store.deleted.set(path.full, value);
          return super.doUndelete(path, call);
        }
      };
    },
  ),
];
