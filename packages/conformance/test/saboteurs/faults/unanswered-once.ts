import type { Call, ReplaceOutcome, Revision, SecretPath, SecretRecord } from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const unansweredOnceSaboteurs: readonly Saboteur[] = [
  sabotage("faults/unanswered-once", "updates again when the answer was lost", (Base) => {
    return class extends Base {
      protected override async doReplace(
        path: SecretPath,
        record: SecretRecord,
        expected: Revision | undefined,
        call: Call,
      ): Promise<ReplaceOutcome> {
        try {
          return await super.doReplace(path, record, expected, call);
        } catch (error) {
          const isLost = error instanceof MemoryBackendError && error.fault === "unavailable";
          if (!isLost || expected !== undefined) throw error;
          return super.doReplace(path, record, expected, call);
        }
      }
    };
  }),
];
