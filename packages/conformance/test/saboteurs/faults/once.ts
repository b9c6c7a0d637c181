import type {
  Call,
  CreateOutcome,
  GuardedWriteOptions,
  HistoryEntry,
  OperationOptions,
  ReplaceOutcome,
  Revision,
  Secret,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import { MemoryBackendError, type MemoryFault } from "@keykist/core/memory";
import { type Change, otherwise, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Replacement = [SecretPath, SecretRecord, Revision | undefined, Call];

export const onceSaboteurs: readonly Saboteur[] = [
  sabotage("faults/throttled", "reserves a name, and keeps it when it is throttled", (Base) => {
    return class extends Base {
      readonly #reserved = new Set<string>();

      protected override async doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        if (this.#reserved.has(path.full)) return { kind: "exists" };
        try {
          return await super.doCreate(path, record, call);
        } catch (error) {
          if (isFault(error, "throttled")) this.#reserved.add(path.full);
          throw error;
        }
      }
    };
  }),
  sabotage("faults/cut", "remembers the failure of a history that could not be read", (Base) => {
    return class extends Base {
      #failure: Error | undefined;

      protected override async doHistory(
        path: SecretPath,
        call: Call,
      ): Promise<readonly HistoryEntry[] | undefined> {
        if (this.#failure !== undefined) throw this.#failure;
        try {
          return await super.doHistory(path, call);
        } catch (error) {
          if (isFault(error, "unavailable")) this.#failure = error;
          throw error;
        }
      }
    };
  }),
  sabotage("faults/unanswered", "tries a guarded update again, and meets its own first", (Base) => {
    return class extends Base {
      override updateSecret(
        secret: Secret<object>,
        options: GuardedWriteOptions = {},
      ): Promise<Revision> {
        const update = (): Promise<Revision> => super.updateSecret(secret, options);
        return options.ifRevision === undefined
          ? update()
          : otherwise(update(), ["UNAVAILABLE"], update);
      }
    };
  }),
  sabotage("faults/repeated", "writes into one of two slots, and then switches them", (Base) => {
    return class extends Base {
      protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
        const [{ full }, , , call] = args;
        const outcome = await super.doReplace(...args);
        if (outcome.kind !== "replaced" || call.operation !== "updateSecret") return outcome;
        let switches = 0;
        await call.step("switch", () => {
          switches += 1;
          // The first switch has nothing to do: the write itself is in force at once.
          if (switches === 1) return;
          this.meddle(full, ({ current, earlier: [last = current, ...older] }) => ({
            current: last,
            earlier: [current, ...older],
          }));
        });
        return outcome;
      }
    };
  }),
  sabotage(
    "faults/modify-once",
    "makes a change again where its answer was lost",
    (Base) => {
      return class extends Base {
        override modifySecret(
          name: string,
          change: Change,
          options?: OperationOptions,
        ): Promise<Revision> {
          const modify = (): Promise<Revision> => super.modifySecret(name, change, options);
          return otherwise(modify(), ["UNAVAILABLE"], modify);
        }
      };
    },
    {
      alsoFails: {
        "leaks/known-error-after-read":
          "the second try meets an error that quotes what only the first has read",
      },
    },
  ),
  sabotage("faults/always-throttled", "tries a throttled read again at once, and again", (Base) => {
    return class extends Base {
      protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
        return persistently("throttled", () => super.doRead(path, call));
      }
    };
  }),
  sabotage("faults/always-cut", "tries to connect a read again at once, and again", (Base) => {
    return class extends Base {
      protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
        return persistently("unavailable", () => super.doRead(path, call));
      }
    };
  }),
  sabotage("faults/recovers", "takes itself for cut off after a write that failed", (Base) => {
    return class extends Base {
      #isCutOff = false;

      protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
        try {
          return await super.doReplace(...args);
        } catch (error) {
          this.#isCutOff = isFault(error, "unavailable");
          throw error;
        }
      }

      protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
        if (this.#isCutOff && call.operation === "getSecret") {
          throw new MemoryBackendError("unavailable");
        }
        return super.doRead(path, call);
      }
    };
  }),
];

function isFault(error: unknown, fault: MemoryFault): error is MemoryBackendError {
  return error instanceof MemoryBackendError && error.fault === fault;
}

/** Does work again and again while it meets a fault, without a pause. */
async function persistently<T>(fault: MemoryFault, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isFault(error, fault) || attempt === 300) throw error;
    }
  }
}
