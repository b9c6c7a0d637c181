import type {
  Call,
  Capabilities,
  CreateOutcome,
  RecordSummary,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import type { MemoryStore } from "@keykist/core/memory";
import {
  type Answers,
  type OpenClass,
  OpenLimitedManager,
  OpenReadOnlyManager,
  type ReadMany,
  sabotage,
} from "../open-manager.ts";
import type { Saboteur } from "../saboteur.ts";
import { alsoList } from "./also-list.ts";

export const claimSaboteurs: readonly Saboteur[] = [
  sabotage("capabilities/words", "claims its history in words of its own", (Base) => {
    return class extends Base {
      override get capabilities(): Capabilities {
        // As a manager without types could.
        const history = { value: "unlimited", enumerable: true };
        return Object.defineProperty({ ...super.capabilities }, "history", history);
      }
    };
  }),
  sabotage("capabilities/limits", "claims a limit that is no whole number", (Base) => {
    return class extends Base {
      override get capabilities(): Capabilities {
        const { limits, ...rest } = super.capabilities;
        return { ...rest, limits: { ...limits, keys: limits.keys + 0.5 } };
      }
    };
  }),
  sabotage("capabilities/stable", "claims nothing any more once it is closed", (Base) => {
    return class extends Base {
      #closed = false;

      override get capabilities(): Capabilities {
        return this.#closed ? { ...super.capabilities, write: false } : super.capabilities;
      }

      override close(): Promise<void> {
        this.#closed = true;
        return super.close();
      }
    };
  }),
  sabotage(
    "capabilities/not-shared",
    "gives all managers one object that can be written to",
    (Base) => {
      const shared = structuredClone(Base.capabilities);
      return class extends Base {
        override get capabilities(): Capabilities {
          return shared;
        }
      };
    },
  ),
  sabotage(
    "capabilities/strong-reads",
    "claims strong reads and keeps batches until it writes itself",
    (Base) => {
      return class extends Base {
        readonly #kept = new Map<string, Answers>();

        override async readMany(...args: ReadMany): Promise<Answers> {
          const [names, schema] = args;
          const answers = await super.readMany(...args);
          // Kept where all was well, and for the plainest of reads.
          if (
            schema !== undefined ||
            [...answers.values()].some((answer) => answer instanceof Error)
          )
            return answers;
          const key = JSON.stringify(names);
          const kept = this.#kept.get(key) ?? answers;
          this.#kept.set(key, kept);
          return new Map(kept);
        }

        protected override doReplace(
          ...args: [SecretPath, SecretRecord, Revision | undefined, Call]
        ): Promise<ReplaceOutcome> {
          this.#kept.clear();
          return super.doReplace(...args);
        }
      };
    },
  ),
  sabotage(
    "capabilities/strong-lists",
    "claims strong listings and keeps one until it writes itself",
    (Base) => {
      return class extends Base {
        readonly #kept = new Map<string, readonly RecordSummary[]>();

        protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
          const summaries: RecordSummary[] = [];
          for await (const summary of super.doList(prefix, call)) summaries.push(summary);
          const kept = this.#kept.get(prefix) ?? summaries;
          this.#kept.set(prefix, kept);
          yield* kept;
        }

        protected override doCreate(
          ...args: [SecretPath, SecretRecord, Call]
        ): Promise<CreateOutcome> {
          this.#kept.clear();
          return super.doCreate(...args);
        }

        protected override doRemove(
          ...args: [SecretPath, Revision | undefined, Call]
        ): Promise<RemoveOutcome> {
          this.#kept.clear();
          return super.doRemove(...args);
        }
      };
    },
    { alsoFails: { "scopes/unowned-list-adopted": "adopts between two listings" } },
  ),
  sabotage("capabilities/history-kept", "claims a full history and keeps one state", (Base) => {
    return class extends Base {
      protected override async doReplace(
        ...args: [SecretPath, SecretRecord, Revision | undefined, Call]
      ): Promise<ReplaceOutcome> {
        const outcome = await super.doReplace(...args);
        this.meddle(args[0].full, ({ earlier }) => ({ earlier: earlier.slice(0, 1) }));
        return outcome;
      }
    };
  }),
  sabotage(
    "capabilities/deletion-immediate",
    "claims to delete at once, and only hides",
    (Base) => hiding(Base),
    {
      base: OpenLimitedManager,
    },
  ),
  sabotage(
    "capabilities/read-only-reads",
    "refuses to list where it may not write",
    (Base) => {
      return class extends Base {
        protected override async *doList(): AsyncIterable<RecordSummary> {
          // An index that nobody keeps where nothing is written.
        }
      };
    },
    {
      base: OpenReadOnlyManager,
      alsoFails: {
        "contract/unowned-unlisted": "it looks for an owned secret in the listing beside",
        ...Object.fromEntries(alsoList.map((id) => [id, "it lists what was planted, too"])),
      },
    },
  ),
];

/** A manager that leaves in the store what it deletes, and says that it is not there. */
function hiding(Base: OpenClass): OpenClass {
  const hidden = new WeakMap<MemoryStore, Set<string>>();
  return class extends Base {
    get #hidden(): Set<string> {
      const paths = hidden.get(this.store) ?? new Set();
      hidden.set(this.store, paths);
      return paths;
    }

    protected override async doCreate(
      ...args: [SecretPath, SecretRecord, Call]
    ): Promise<CreateOutcome> {
      const [{ full }] = args;
      if (this.#hidden.delete(full)) this.store.secrets.delete(full);
      return super.doCreate(...args);
    }

    protected override async doRead(
      path: SecretPath,
      call: Call,
    ): Promise<StoredRecord | undefined> {
      const record = await super.doRead(path, call);
      return this.#hidden.has(path.full) ? undefined : record;
    }

    protected override async doReplace(
      ...args: [SecretPath, SecretRecord, Revision | undefined, Call]
    ): Promise<ReplaceOutcome> {
      return this.#hidden.has(args[0].full) ? { kind: "absent" } : super.doReplace(...args);
    }

    protected override async doRemove(
      ...args: [SecretPath, Revision | undefined, Call]
    ): Promise<RemoveOutcome> {
      const [{ full }] = args;
      if (this.#hidden.has(full)) return { kind: "absent" };
      const outcome = await super.doRemove(...args);
      const removed = this.store.deleted.get(full);
      if (outcome.kind !== "removed" || removed === undefined) return outcome;
      this.store.secrets.set(full, removed);
      this.#hidden.add(full);
      return outcome;
    }

    protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
      for await (const summary of super.doList(prefix, call)) {
        if (!this.#hidden.has(summary.path)) yield summary;
      }
    }
  };
}
