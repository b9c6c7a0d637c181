import type {
  Call,
  CreateOutcome,
  HistoryEntry,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import type { MemorySecret, MemoryState, MemoryStore } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** The states of a secret that was deleted, newest first. */
function statesOf(deleted: MemorySecret | undefined): readonly MemoryState[] {
  return deleted === undefined ? [] : [deleted.current, ...deleted.earlier];
}

export const secondLifeSaboteurs: readonly Saboteur[] = [
  sabotage(
    "contract/register-after-delete-history",
    "lists the states of the deleted secret behind those of the new one",
    (Base) => {
      const firstLives = new WeakMap<MemoryStore, Map<string, readonly MemoryState[]>>();
      return class extends Base {
        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const kept = firstLives.get(this.store) ?? new Map<string, readonly MemoryState[]>();
          firstLives.set(this.store, kept);
          kept.set(path.full, statesOf(this.store.deleted.get(path.full)));
          return super.doCreate(path, record, call);
        }

        protected override async doHistory(
          path: SecretPath,
          call: Call,
        ): Promise<readonly HistoryEntry[] | undefined> {
          const entries = await super.doHistory(path, call);
          const kept = firstLives.get(this.store)?.get(path.full) ?? [];
          return entries?.concat(
            kept.map(({ revision, at, entries: values }) => ({
              revision,
              createdAt: at,
              keys: [...values.keys()],
            })),
          );
        }
      };
    },
  ),
  sabotage(
    "contract/register-after-delete-history",
    "still finds the states of a deleted secret by their revisions",
    (Base) => {
      return class extends Base {
        protected override async doReadRevision(
          path: SecretPath,
          revision: Revision,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doReadRevision(path, revision, call);
          const deleted = this.store.deleted.get(path.full);
          const state = statesOf(deleted).find((each) => each.revision === revision);
          if (stored !== undefined || deleted === undefined || state === undefined) return stored;
          const { type, owned, createdAt } = deleted;
          return { type, owned, createdAt, updatedAt: state.at, revision, entries: state.entries };
        }
      };
    },
    {
      alsoFails: {
        "contract/get-revision-deleted": "it reads a revision of a deleted secret, too",
      },
    },
  ),
];
