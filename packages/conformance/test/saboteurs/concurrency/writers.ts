import type {
  Call,
  CreateOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import type { MemoryStore } from "@keykist/core/memory";
import { sabotage } from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { inHistories } from "./also-caught.ts";

type Replacement = [
  path: SecretPath,
  record: SecretRecord,
  expected: Revision | undefined,
  call: Call,
];

/** Conflicts after which a writer loses its patience. */
const PATIENCE = 1;

/** Earlier states that are kept. */
const KEPT = 9;

/** Puts a secret under a path, whether there is one or not. */
function put(
  store: MemoryStore,
  { full }: SecretPath,
  { type, entries }: SecretRecord,
  call: Call,
): Revision {
  const { secrets, deleted } = store;
  const stored = secrets.get(full);
  const current = store.state(entries, new Date(call.clock.now()));
  const { createdAt = current.at } = stored ?? {};
  const earlier = stored === undefined ? [] : [stored.current, ...stored.earlier].slice(0, KEPT);
  secrets.set(full, { type, owned: true, createdAt, current, earlier });
  deleted.delete(full);
  return current.revision;
}

/** The number behind the path in a revision; 0 for a revision of another kind. */
function numberIn(revision: Revision | undefined): number {
  return Number(/#(\d+)$/u.exec(revision ?? "")?.[1] ?? "0");
}

export const writerSaboteurs: readonly Saboteur[] = [
  sabotage(
    "concurrency/lock",
    "restores a name that was deleted before, without looking whether another was faster",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          ...[path, record, call]: [SecretPath, SecretRecord, Call]
        ): Promise<CreateOutcome> {
          const look = (): boolean =>
            this.store.deleted.has(path.full) && !this.store.secrets.has(path.full);
          const isRestored = await call.step("look", look, { mutates: false });
          if (!isRestored) return super.doCreate(path, record, call);
          return call.step("restore", () => ({
            kind: "created",
            revision: put(this.store, path, record, call),
          }));
        }
      };
    },
    { alsoFails: inHistories("names are registered again by several clients") },
  ),
  sabotage(
    "concurrency/chain",
    "guards what it has read itself by looking, and leaves the guard out of the write",
    (Base) => {
      return class extends Base {
        readonly #read = new Map<string, Revision>();

        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doRead(path, call);
          if (stored !== undefined) this.#read.set(path.full, stored.revision);
          return stored;
        }

        protected override async doReplace(
          ...[path, record, expected, call]: Replacement
        ): Promise<ReplaceOutcome> {
          const isOwn = expected !== undefined && this.#read.get(path.full) === expected;
          if (!isOwn || call.operation !== "updateSecret")
            return super.doReplace(path, record, expected, call);
          const look = (): Revision | undefined => this.stored(path.full)?.current.revision;
          const present = await call.step("look", look, { mutates: false });
          if (present !== undefined && present !== expected) return { kind: "conflict" };
          return super.doReplace(path, record, undefined, call);
        }
      };
    },
    { alsoFails: inHistories("clients guard with what they have read") },
  ),
  sabotage(
    "concurrency/lost-update",
    "takes a conflict for harmless where nobody touched the keys that it changes, and writes all of them",
    (Base) => {
      return class extends Base {
        readonly #before = new WeakMap<Call, StoredRecord>();

        protected override async doRead(
          path: SecretPath,
          call: Call,
        ): Promise<StoredRecord | undefined> {
          const stored = await super.doRead(path, call);
          if (stored !== undefined) this.#before.set(call, stored);
          return stored;
        }

        protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
          const [path, record, , call] = args;
          const outcome = await super.doReplace(...args);
          const before = this.#before.get(call);
          if (outcome.kind !== "conflict" || call.operation !== "modifySecret") return outcome;
          const present = await super.doRead(path, call);
          const isHarmless = [...record.entries].every(
            ([key, value]) =>
              value === before?.entries.get(key) ||
              present?.entries.get(key) === before?.entries.get(key),
          );
          return isHarmless ? super.doReplace(path, record, present?.revision, call) : outcome;
        }
      };
    },
  ),
  sabotage(
    "concurrency/counter",
    "writes without a guard once it has met a conflict",
    (Base) => {
      return class extends Base {
        readonly #conflicts = new WeakMap<Call, number>();

        protected override async doReplace(
          ...[path, record, expected, call]: Replacement
        ): Promise<ReplaceOutcome> {
          const met = this.#conflicts.get(call) ?? 0;
          const guard = met < PATIENCE ? expected : undefined;
          const outcome = await super.doReplace(path, record, guard, call);
          if (outcome.kind === "conflict") this.#conflicts.set(call, met + 1);
          return outcome;
        }
      };
    },
    {
      alsoFails: {
        "contract/modify-two-managers": "of two managers at once, one meets a conflict there, too",
      },
    },
  ),
  sabotage(
    "concurrency/aba",
    "counts the revisions of a secret from 1 after each registration",
    (Base) => {
      return class extends Base {
        protected override async doCreate(
          ...args: [SecretPath, SecretRecord, Call]
        ): Promise<CreateOutcome> {
          const [path] = args;
          const outcome = await super.doCreate(...args);
          return outcome.kind === "created"
            ? { ...outcome, revision: this.#number(path) }
            : outcome;
        }

        protected override async doReplace(...args: Replacement): Promise<ReplaceOutcome> {
          const [path] = args;
          const outcome = await super.doReplace(...args);
          return outcome.kind === "replaced"
            ? { ...outcome, revision: this.#number(path) }
            : outcome;
        }

        #number({ full }: SecretPath): Revision {
          const earlier = this.stored(full)?.earlier ?? [];
          const last = Math.max(0, ...earlier.map(({ revision }) => numberIn(revision)));
          const revision = `${full}#${last + 1}`;
          this.meddle(full, ({ current }) => ({ current: { ...current, revision } }));
          return revision;
        }
      };
    },
    {
      alsoFails: {
        "contract/register-after-delete-revision": "it looks at the same one after the other",
        "contract/register-after-delete-history": "it tells histories apart by revisions",
        ...inHistories("names are deleted and registered again"),
      },
    },
  ),
  sabotage(
    "concurrency/delete-update",
    "looks whether the secret is there, and then puts it",
    (Base) => {
      return class extends Base {
        protected override async doReplace(
          ...[path, record, expected, call]: Replacement
        ): Promise<ReplaceOutcome> {
          const stored = this.stored(path.full);
          const isPlain = expected === undefined && stored?.type === record.type && stored.owned;
          if (!isPlain || call.operation !== "updateSecret")
            return super.doReplace(path, record, expected, call);
          const look = (): boolean => this.stored(path.full) !== undefined;
          if (!(await call.step("look", look, { mutates: false }))) return { kind: "absent" };
          return call.step("put", () => ({
            kind: "replaced",
            revision: put(this.store, path, record, call),
          }));
        }
      };
    },
    { alsoFails: inHistories("clients update what others delete") },
  ),
];
