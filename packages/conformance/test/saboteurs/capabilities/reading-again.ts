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
import type { MemorySecret, MemoryStore } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";

/** Absent names, by store: every write of this process keeps them right. */
const absent = new WeakMap<MemoryStore, Set<string>>();

export const readingAgainSaboteurs: readonly Saboteur[] = [
  sabotage(
    "capabilities/read-again",
    "keeps which names are absent until its own process registers them",
    (Base) => {
      return class extends Base {
        get #absent(): Set<string> {
          const paths = absent.get(this.store) ?? new Set<string>();
          absent.set(this.store, paths);
          return paths;
        }

        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          if (call.operation !== "getSecret") return super.doRead(path, call);
          const stored: MemorySecret | undefined = this.stored(path.full);
          const isPlanted = stored?.owned === true && stored.earlier.length === 0;
          if (isPlanted && this.#absent.has(path.full)) return undefined;
          const record = await super.doRead(path, call);
          if (record === undefined) this.#absent.add(path.full);
          return record;
        }

        protected override doCreate(
          path: SecretPath,
          record: SecretRecord,
          call: Call,
        ): Promise<CreateOutcome> {
          this.#absent.delete(path.full);
          return super.doCreate(path, record, call);
        }

        protected override doReplace(
          path: SecretPath,
          record: SecretRecord,
          expected: Revision | undefined,
          call: Call,
        ): Promise<ReplaceOutcome> {
          this.#absent.delete(path.full);
          return super.doReplace(path, record, expected, call);
        }

        protected override doRemove(
          path: SecretPath,
          expected: Revision | undefined,
          call: Call,
        ): Promise<RemoveOutcome> {
          this.#absent.delete(path.full);
          return super.doRemove(path, expected, call);
        }
      };
    },
  ),
  sabotage(
    "capabilities/read-overlapping",
    "lets a read wait for the answer of another that is under way",
    (Base) => {
      return class extends Base {
        readonly #underWay = new Map<string, Promise<StoredRecord | undefined>>();

        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          if (call.operation !== "describeSecret") return super.doRead(path, call);
          const joined = this.#underWay.get(path.full);
          if (joined !== undefined) return joined;
          const reading = super.doRead(path, call);
          this.#underWay.set(path.full, reading);
          try {
            return await reading;
          } finally {
            this.#underWay.delete(path.full);
          }
        }
      };
    },
  ),
  sabotage("capabilities/id-of-keykist", "reads the secret of a scope by its path", (Base) => {
    return class extends Base {
      protected override async doReadById(
        id: string,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        if (!id.startsWith("keykist/")) return super.doReadById(id, call);
        const stored = await call.step("read by id", () => this.stored(id), { mutates: false });
        const { owned, current } = stored ?? {};
        if (owned === undefined || current === undefined) return undefined;
        return { type: undefined, owned: false, ...current };
      }
    };
  }),
];
