import {
  type Call,
  KeykistError,
  type ListSecretsOptions,
  type OperationOptions,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type SecretDescription,
  type SecretPath,
  type SecretRecord,
  type SecretSummary,
  type StoredRecord,
} from "@keykist/core";
import { MemorySecretsManager, type MemoryStore } from "@keykist/core/memory";
import { type OpenClass, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

export const sharingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "contract/two-managers",
    "keeps what it has read until it writes itself",
    (Base) => {
      return class extends Base {
        readonly #kept = new Map<string, StoredRecord>();

        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const record = await super.doRead(path, call);
          if (call.operation !== "getSecret") return record;
          const kept = this.#kept.get(path.full) ?? record;
          if (kept !== undefined) this.#kept.set(path.full, kept);
          return kept;
        }

        protected override doReplace(
          ...args: [SecretPath, SecretRecord, Revision | undefined, Call]
        ): Promise<ReplaceOutcome> {
          this.#kept.delete(args[0].full);
          return super.doReplace(...args);
        }

        protected override doRemove(
          ...args: [SecretPath, Revision | undefined, Call]
        ): Promise<RemoveOutcome> {
          this.#kept.delete(args[0].full);
          return super.doRemove(...args);
        }
      };
    },
    {
      alsoFails: {
        "scopes/shared-none": "has two managers of one scope too",
        "scopes/shared-global": "has two managers of one scope too",
        "scopes/shared-component": "has two managers of one scope too",
        "scopes/shared-namespace": "has two managers of one scope too",
      },
    },
  ),
  sabotage("contract/close-twice", "complains of being closed when it is closed", (Base) => {
    return class extends Base {
      #closed = false;

      override async close(): Promise<void> {
        if (this.#closed) throw new KeykistError("CLOSED", "the manager is closed");
        this.#closed = true;
        return super.close();
      }
    };
  }),
  sabotage("contract/closed", "describes secrets also after it was closed", (Base) => {
    return class extends Base {
      #closed = false;

      override close(): Promise<void> {
        this.#closed = true;
        return super.close();
      }

      override describeSecret(
        name: string,
        options?: OperationOptions,
      ): Promise<SecretDescription> {
        if (!this.#closed) return super.describeSecret(name, options);
        return new MemorySecretsManager({}, { store: this.store }).describeSecret(name, options);
      }
    };
  }),
  sabotage("contract/close-one", "closes what all managers of the backend share", (Base) =>
    closingAll(Base),
  ),
  sabotage("contract/close-waits", "says that it is closed while it still works", (Base) => {
    return class extends Base {
      override async close(): Promise<void> {
        void super.close().catch(() => undefined);
      }
    };
  }),
  sabotage("contract/close-listing", "ends a listing in silence when it is closed", (Base) => {
    return class extends Base {
      override async *listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
        let begun = false;
        try {
          for await (const summary of super.listSecrets(options)) {
            begun = true;
            yield summary;
          }
        } catch (error) {
          if (!begun || !KeykistError.is(error, "CLOSED")) throw error;
        }
      }
    };
  }),
  sabotage("contract/dispose", "does nothing when it is disposed of", (Base) => {
    return class extends Base {
      override async [Symbol.asyncDispose](): Promise<void> {}
    };
  }),
];

function closingAll(Base: OpenClass): OpenClass {
  const open = new WeakMap<MemoryStore, Set<() => Promise<void>>>();
  return class extends Base {
    constructor(...args: ConstructorParameters<OpenClass>) {
      super(...args);
      const managers = open.get(this.store) ?? new Set();
      open.set(
        this.store,
        managers.add(() => super.close()),
      );
    }

    override async close(): Promise<void> {
      await Promise.all([...(open.get(this.store) ?? [])].map((close) => close()));
    }
  };
}
