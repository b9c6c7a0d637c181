import type { Call, SecretPath, StoredRecord } from "@keykist/core";
import { MemoryBackendError } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const warmSaboteurs: readonly Saboteur[] = [
  sabotage("errors/fault-after-success", "shows the last state when access is denied", (Base) => {
    return class extends Base {
      readonly #last = new Map<string, StoredRecord>();

      protected override async doRead(
        path: SecretPath,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        try {
          const stored = await super.doRead(path, call);
          if (stored !== undefined) this.#last.set(path.full, stored);
          return stored;
        } catch (error) {
          const last = this.#last.get(path.full);
          const isDenied = error instanceof MemoryBackendError && error.fault === "denied";
          if (last === undefined || !isDenied || call.operation !== "describeSecret") throw error;
          return last;
        }
      }
    };
  }),
  sabotage(
    "errors/abort-then-again",
    "makes all calls under the signal of the first operation",
    (Base) => {
      return class extends Base {
        #first: AbortSignal | undefined;

        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          this.#first ??= call.signal;
          const isOver = this.#first.aborted && this.#first !== call.signal;
          if (isOver && call.operation === "getSecret") throw new MemoryBackendError("unavailable");
          return super.doRead(path, call);
        }
      };
    },
  ),
];
