import type { Call, ReplaceOutcome, Revision, SecretPath, SecretRecord } from "@keykist/core";
import type { MemoryStore } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** Stores that were swept since an update began. */
const swept = new WeakSet<MemoryStore>();

export const closingAmidWritesSaboteurs: readonly Saboteur[] = [
  sabotage(
    "contract/close-amid-writes",
    "sweeps away, when it closes, what others have prepared for their updates",
    (Base) => {
      return class extends Base {
        protected override async doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: Revision | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          if (call.operation !== "updateSecret" || expected !== undefined)
            return super.doReplace(path, record, expected, call);
          await call.step("prepare", () => swept.delete(this.store), { mutates: false });
          const isSwept = await call.step("look", () => swept.has(this.store), { mutates: false });
          const kept = isSwept ? { ...record, entries: new Map<string, string>() } : record;
          return super.doReplace(path, kept, expected, call);
        }

        protected override async disconnect(): Promise<void> {
          swept.add(this.store);
        }
      };
    },
  ),
];
