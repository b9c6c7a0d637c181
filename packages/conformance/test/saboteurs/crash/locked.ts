import type {
  Call,
  CreateOutcome,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import { MemoryBackendError, type MemoryStore } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** Tries of a lock that somebody else holds. */
const TRIES = 20;

/** The locks of a store: a process that ends leaves its own behind. */
class Locks {
  readonly #held = new WeakMap<MemoryStore, Set<string>>();

  of(store: MemoryStore): Set<string> {
    const held = this.#held.get(store) ?? new Set();
    this.#held.set(store, held);
    return held;
  }

  /** Does work under a lock, which is freed also where the work fails. */
  async hold<T>(
    {
      store,
      name,
      call,
    }: { readonly store: MemoryStore; readonly name: string; readonly call: Call },
    work: () => Promise<T>,
  ): Promise<T> {
    const held = this.of(store);
    for (let attempt = 1; held.has(name); attempt += 1) {
      if (attempt === TRIES) throw new MemoryBackendError("unavailable");
      await call.backOff(attempt, { base: 1, cap: 1 });
    }
    try {
      await call.step("lock", () => held.add(name), { mutates: false });
      return await work();
    } finally {
      held.delete(name);
    }
  }
}

export const lockedSaboteurs: readonly Saboteur[] = [
  sabotage(
    "crash/register",
    "holds a lock on the name that it registers, for ever if need be",
    (Base) => {
      const locks = new Locks();
      return class extends Base {
        protected override doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          if (this.store.secrets.size === 0 && !locks.of(this.store).has(path.full)) {
            return super.doCreate(path, record, call);
          }
          return locks.hold({ store: this.store, name: path.full, call }, () =>
            super.doCreate(path, record, call),
          );
        }
      };
    },
  ),
  sabotage(
    "crash/update-guarded",
    "holds a lock while it compares revisions, for ever if need be",
    (Base) => {
      const locks = new Locks();
      return class extends Base {
        protected override doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: Revision | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          if (expected === undefined || call.operation !== "updateSecret") {
            return super.doReplace(path, record, expected, call);
          }
          return locks.hold({ store: this.store, name: path.full, call }, () =>
            super.doReplace(path, record, expected, call),
          );
        }
      };
    },
  ),
  sabotage(
    "crash/delete-guarded",
    "holds a lock while it compares and deletes, for ever if need be",
    (Base) => {
      const locks = new Locks();
      return class extends Base {
        protected override doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          if (expected === undefined) return super.doRemove(path, expected, call);
          return locks.hold({ store: this.store, name: path.full, call }, () =>
            super.doRemove(path, expected, call),
          );
        }
      };
    },
  ),
  sabotage("crash/read", "notes who reads, and deletes nothing that is being read", (Base) => {
    const locks = new Locks();
    return class extends Base {
      protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
        const isNoted = call.operation === "describeSecret";
        const read = (): Promise<StoredRecord | undefined> => super.doRead(path, call);
        if (!isNoted) return read();
        return locks.hold({ store: this.store, name: path.full, call }, read);
      }

      protected override doRemove(
        path: SecretPath,
        expected: Revision | undefined,
        call: Call,
      ): Promise<RemoveOutcome> {
        if (locks.of(this.store).has(path.full)) throw new MemoryBackendError("unavailable");
        return super.doRemove(path, expected, call);
      }
    };
  }),
  sabotage(
    "crash/connect",
    "lets one manager connect at a time, and waits for it for ever",
    (Base) => {
      const locks = new Locks();
      return class extends Base {
        protected override connect(call: Call): Promise<void> {
          return locks.hold({ store: this.store, name: "", call }, () => super.connect(call));
        }
      };
    },
    { alsoFails: { "crash/first-register": "whoever registers connects first" } },
  ),
  sabotage(
    "crash/first-register",
    "prepares an empty store, and takes one that is half prepared for damaged",
    (Base) => {
      const locks = new Locks();
      return class extends Base {
        #isDamaged: boolean | undefined;

        protected override async connect(call: Call): Promise<void> {
          await super.connect(call);
          this.#isDamaged = locks.of(this.store).has("");
        }

        protected override async doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          if (this.#isDamaged === true) throw new MemoryBackendError("corrupt");
          const { secrets, deleted } = this.store;
          if (secrets.size > 0 || deleted.size > 0) return super.doCreate(path, record, call);
          return locks.hold({ store: this.store, name: "", call }, () =>
            super.doCreate(path, record, call),
          );
        }
      };
    },
  ),
];
