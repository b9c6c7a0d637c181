import { channel } from "node:diagnostics_channel";
import type { Call, CreateOutcome, SecretPath, SecretRecord } from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

const throttled = channel("keykist:throttled");

export const failingOnceSaboteurs: readonly Saboteur[] = [
  sabotage("leaks/process-failing", "publishes what it could not register", (Base) => {
    return class extends Base {
      protected override async doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        try {
          return await super.doCreate(path, record, call);
        } catch (error) {
          const isThrottled = error instanceof MemoryBackendError && error.fault === "throttled";
          if (isThrottled) throttled.publish({ path: path.full, entries: record.entries });
          throw error;
        }
      }
    };
  }),
];
