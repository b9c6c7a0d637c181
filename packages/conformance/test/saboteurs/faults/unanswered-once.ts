import type { Call, RemoveOutcome, Revision, SecretPath } from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const unansweredOnceSaboteurs: readonly Saboteur[] = [
  sabotage("faults/unanswered-once", "deletes again when the answer was lost", (Base) => {
    return class extends Base {
      protected override async doRemove(
        path: SecretPath,
        expected: Revision | undefined,
        call: Call,
      ): Promise<RemoveOutcome> {
        try {
          return await super.doRemove(path, expected, call);
        } catch (error) {
          const isLost = error instanceof MemoryBackendError && error.fault === "unavailable";
          if (!isLost || expected !== undefined || call.operation !== "deleteSecret") throw error;
          return super.doRemove(path, expected, call);
        }
      }
    };
  }),
];
