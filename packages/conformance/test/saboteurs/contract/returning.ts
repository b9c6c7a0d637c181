import type {
  Call,
  CreateOutcome,
  HistoryEntry,
  OperationOptions,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
  UndeleteOutcome,
} from "@keykist/core";
import { altered, otherwise, sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

type Replacement = [
  path: SecretPath,
  record: SecretRecord,
  expected: Revision | undefined,
  call: Call,
];
type RevisionRead = [path: SecretPath, revision: Revision, call: Call];
type Rollback = [name: string, revision: Revision, options?: OperationOptions];

export const returningSaboteurs: readonly Saboteur[] = [
  sabotage("contract/history", "gives the oldest state first", (Base) => {
    return class extends Base {
      protected override async doHistory(
        path: SecretPath,
        call: Call,
      ): Promise<readonly HistoryEntry[] | undefined> {
        return (await super.doHistory(path, call))?.toReversed();
      }
    };
  }),
  sabotage("contract/history-absent", "gives an absent secret an empty history", (Base) => {
    return class extends Base {
      protected override async doHistory(
        path: SecretPath,
        call: Call,
      ): Promise<readonly HistoryEntry[] | undefined> {
        return (await super.doHistory(path, call)) ?? [];
      }
    };
  }),
  sabotage(
    "contract/history-get",
    "reads of an earlier state only the keys that are left",
    (Base) => {
      return class extends Base {
        protected override async doReadRevision(
          ...args: RevisionRead
        ): Promise<StoredRecord | undefined> {
          const [path, , call] = args;
          const record = await super.doReadRevision(...args);
          const present = this.stored(path.full)?.current.entries;
          if (record === undefined || present === undefined || call.operation !== "getSecret")
            return record;
          return {
            ...record,
            entries: new Map([...record.entries].filter(([key]) => present.has(key))),
          };
        }
      };
    },
  ),
  sabotage(
    "contract/rollback",
    "puts the earlier revision in force again instead of committing anew",
    (Base) => {
      return class extends Base {
        #asked: Revision | undefined;

        protected override doReadRevision(
          ...args: RevisionRead
        ): Promise<StoredRecord | undefined> {
          this.#asked = args[1];
          return super.doReadRevision(...args);
        }

        protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
          const [path, , , call] = args;
          const outcome = await super.doReplace(...args);
          const revision = this.#asked;
          if (
            outcome.kind !== "replaced" ||
            revision === undefined ||
            call.operation !== "rollbackSecret"
          )
            return outcome;
          this.meddle(path.full, ({ current }) => ({ current: { ...current, revision } }));
          return { kind: "replaced", revision };
        }
      };
    },
  ),
  sabotage(
    "contract/rollback-revision",
    "answers the revision that it rolled back from",
    (Base) => {
      return class extends Base {
        protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
          const [, , expected, call] = args;
          const outcome = await super.doReplace(...args);
          return outcome.kind === "replaced" &&
            expected !== undefined &&
            call.operation === "rollbackSecret"
            ? { kind: "replaced", revision: expected }
            : outcome;
        }
      };
    },
  ),
  sabotage(
    "contract/rollback-unknown",
    "takes the present state for one that it does not know",
    (Base) => {
      return class extends Base {
        protected override async doReadRevision(
          ...args: RevisionRead
        ): Promise<StoredRecord | undefined> {
          const [path, , call] = args;
          const record = await super.doReadRevision(...args);
          const isRollback = call.operation === "rollbackSecret" && path.scope === "none";
          if (record !== undefined || !isRollback) return record;
          return super.doRead(path, call);
        }
      };
    },
  ),
  sabotage(
    "contract/rollback-absent",
    "says that the revision is missing where the secret is",
    (Base) => {
      return class extends Base {
        override rollbackSecret(...args: Rollback): Promise<Revision> {
          return otherwise(super.rollbackSecret(...args), ["SECRET_NOT_FOUND"], (error) => {
            throw altered(error, { code: "REVISION_NOT_FOUND" });
          });
        }
      };
    },
  ),
  sabotage("contract/rollback-conflict", "rolls back whatever is there meanwhile", (Base) => {
    return class extends Base {
      protected override doReplace(
        ...[path, record, expected, call]: Replacement
      ): Promise<ReplaceOutcome> {
        const guard = call.operation === "rollbackSecret" ? undefined : expected;
        return super.doReplace(path, record, guard, call);
      }
    };
  }),
  sabotage("contract/undelete", "brings back the first state, not the last", (Base) => {
    return class extends Base {
      protected override async doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
        const first = this.store.deleted.get(path.full)?.earlier.at(-1);
        const outcome = await super.doUndelete(path, call);
        if (outcome.kind === "restored" && first !== undefined) {
          this.meddle(path.full, ({ current }) => ({
            current: { ...current, entries: first.entries },
          }));
        }
        return outcome;
      }
    };
  }),
  sabotage("contract/undelete-revision", "answers the revision that was deleted", (Base) => {
    return class extends Base {
      protected override async doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
        const revision = this.store.deleted.get(path.full)?.current.revision;
        const outcome = await super.doUndelete(path, call);
        return outcome.kind === "restored" && revision !== undefined
          ? { kind: "restored", revision }
          : outcome;
      }
    };
  }),
  sabotage("contract/undelete-absent", "is content when there is nothing to bring back", (Base) => {
    return class extends Base {
      override undeleteSecret(name: string, options?: OperationOptions): Promise<Revision> {
        return otherwise(super.undeleteSecret(name, options), ["SECRET_NOT_FOUND"], (error) => {
          if (this.config.scope !== "none") throw error;
          return "none";
        });
      }
    };
  }),
  sabotage("contract/undelete-existing", "is content when the secret is there already", (Base) => {
    return class extends Base {
      override undeleteSecret(name: string, options?: OperationOptions): Promise<Revision> {
        return otherwise(super.undeleteSecret(name, options), ["SECRET_EXISTS"], () => "none");
      }
    };
  }),
  sabotage(
    "contract/undelete-taken",
    "puts the deleted secret over the one that took its name",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const deleted = this.store.deleted.get(path.full);
          const outcome = await super.doCreate(path, record, call);
          if (deleted !== undefined) this.store.deleted.set(path.full, deleted);
          return outcome;
        }

        protected override doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
          if (this.store.deleted.has(path.full)) this.store.secrets.delete(path.full);
          return super.doUndelete(path, call);
        }
      };
    },
  ),
];
