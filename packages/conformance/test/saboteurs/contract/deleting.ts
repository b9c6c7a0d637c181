import type {
  Call,
  DeleteAllResult,
  OperationOptions,
  RecordSummary,
  RemoveManyAnswer,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Removal = [path: SecretPath, expected: Revision | undefined, call: Call];

export const deletingSaboteurs: readonly Saboteur[] = [
  sabotage(
    "contract/delete",
    "remembers what it replaced, and answers that when the secret is gone",
    (Base) => {
      return class extends Base {
        readonly #replaced = new Map<string, StoredRecord>();

        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const record = await super.doRead(path, call);
          const remembers = call.operation === "getSecret" && path.scope === "none";
          return record ?? (remembers ? this.#replaced.get(path.full) : undefined);
        }

        protected override doReplace(
          ...args: [SecretPath, SecretRecord, Revision | undefined, Call]
        ): Promise<ReplaceOutcome> {
          const [{ full }] = args;
          const stored = this.stored(full);
          if (stored !== undefined) {
            const { type, owned, current } = stored;
            this.#replaced.set(full, {
              type,
              owned,
              entries: current.entries,
              revision: current.revision,
            });
          }
          return super.doReplace(...args);
        }
      };
    },
    { alsoFails: { "scopes/shared-none": "it deletes what was updated" } },
  ),
  sabotage(
    "contract/delete-alone",
    "deletes whatever begins with the name",
    (Base) => {
      return class extends Base {
        protected override async doRemove(...args: Removal): Promise<RemoveOutcome> {
          const outcome = await super.doRemove(...args);
          if (outcome.kind !== "removed") return outcome;
          for (const path of this.store.secrets.keys()) {
            if (path.startsWith(args[0].full)) this.store.secrets.delete(path);
          }
          return outcome;
        }
      };
    },
    { alsoFails: { "names-and-values/names-beginning-alike": "it deletes one of two such names" } },
  ),
  sabotage("contract/delete-absent", "is content when there is nothing to delete", (Base) => {
    return class extends Base {
      protected override async doRemove(...args: Removal): Promise<RemoveOutcome> {
        const outcome = await super.doRemove(...args);
        return outcome.kind === "absent" && args[1] === undefined ? { kind: "removed" } : outcome;
      }
    };
  }),
  sabotage(
    "contract/delete-unlisted",
    "takes the names from an index, where every update adds an entry and a deletion takes one",
    (Base) => {
      return class extends Base {
        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          yield* super.doList(prefix, call);
          if (call.wanted.summaries === "full") return;
          for (const [path, { earlier }] of this.store.deleted) {
            if (earlier.length > 0 && path.startsWith(prefix)) yield { path };
          }
        }
      };
    },
  ),
  sabotage(
    "contract/delete-guarded",
    "compares ifRevision with the revision of the registration",
    (Base) => {
      return class extends Base {
        protected override async doRemove(...args: Removal): Promise<RemoveOutcome> {
          const [path, expected] = args;
          const earlier = this.stored(path.full)?.earlier ?? [];
          return expected !== undefined && earlier.length > 0
            ? { kind: "conflict" }
            : super.doRemove(...args);
        }
      };
    },
  ),
  sabotage("contract/delete-stale", "takes any revision that the secret ever had", (Base) => {
    return class extends Base {
      protected override doRemove(...[path, expected, call]: Removal): Promise<RemoveOutcome> {
        const stored = this.stored(path.full);
        const known = stored?.earlier.some(({ revision }) => revision === expected) ?? false;
        return super.doRemove(path, known ? undefined : expected, call);
      }
    };
  }),
  sabotage("contract/delete-all", "counts batches, not secrets", (Base) => {
    return class extends Base {
      override async deleteAllSecrets(options?: OperationOptions): Promise<DeleteAllResult> {
        const result = await super.deleteAllSecrets(options);
        return { ...result, deleted: Math.ceil(result.deleted / 10) };
      }
    };
  }),
  sabotage(
    "contract/delete-all-unowned",
    "deletes everything under the scope in one call",
    (Base) => {
      return class extends Base {
        protected override async *doRemoveAll(
          paths: readonly SecretPath[],
          call: Call,
        ): AsyncIterable<RemoveManyAnswer> {
          yield* super.doRemoveAll(paths, call);
          for (const [path, { owned }] of this.store.secrets) {
            if (!owned && !path.startsWith("keykist/")) this.store.secrets.delete(path);
          }
        }
      };
    },
  ),
];
