import type {
  Call,
  CreateOutcome,
  RemoveOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
  UndeleteOutcome,
} from "@keykist/core";
import type { MemorySecret, MemoryStore } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** The first secrets that were deleted under their paths. */
const firsts = new WeakMap<MemoryStore, Map<string, MemorySecret>>();

export const livesSaboteurs: readonly Saboteur[] = [
  sabotage(
    "contract/get-revision-deleted",
    "reads the only state of a deleted secret by its revision",
    (Base) => {
      return class extends Base {
        protected override async doReadRevision(
          path: SecretPath,
          revision: Revision,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doReadRevision(path, revision, call);
          const deleted = this.store.deleted.get(path.full);
          const isKept = deleted?.earlier.length === 0 && deleted.current.revision === revision;
          if (stored !== undefined || !isKept || call.operation !== "getSecret") return stored;
          const { type, owned, current } = deleted;
          return { type, owned, revision, entries: current.entries };
        }
      };
    },
  ),
  sabotage(
    "contract/register-other-type",
    "registers a deleted name with the type that it had",
    (Base) => {
      return class extends Base {
        protected override doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          const { type = record.type } = this.store.deleted.get(path.full) ?? {};
          return super.doCreate(path, { ...record, type }, call);
        }
      };
    },
    { alsoFails: { "contract/undelete-type": "it registers a name with another type, too" } },
  ),
  sabotage(
    "contract/undelete-last",
    "keeps in its bin what was deleted first under a name",
    (Base) => {
      return class extends Base {
        protected override async doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          const outcome = await super.doRemove(path, expected, call);
          const deleted = this.store.deleted.get(path.full);
          const first = firsts.get(this.store) ?? new Map<string, MemorySecret>();
          firsts.set(this.store, first);
          if (deleted !== undefined && !first.has(path.full)) first.set(path.full, deleted);
          return outcome;
        }

        protected override doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
          const first = firsts.get(this.store)?.get(path.full);
          const isDeleted = this.store.deleted.has(path.full);
          if (first !== undefined && isDeleted) this.store.deleted.set(path.full, first);
          return super.doUndelete(path, call);
        }
      };
    },
    { alsoFails: { "contract/undelete-type": "it deletes a name twice, too" } },
  ),
  sabotage(
    "contract/undelete-type",
    "restores every secret as arbitrary",
    (Base) => {
      return class extends Base {
        protected override async doUndelete(
          path: SecretPath,
          call: Call,
        ): Promise<UndeleteOutcome> {
          const outcome = await super.doUndelete(path, call);
          if (outcome.kind === "restored") this.meddle(path.full, () => ({ type: "arbitrary" }));
          return outcome;
        }
      };
    },
    { alsoFails: { "schemas/type-exact": "it undeletes typed secrets, too" } },
  ),
];
