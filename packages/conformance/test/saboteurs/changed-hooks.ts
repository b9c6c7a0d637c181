import type {
  AdoptOutcome,
  Call,
  CreateOutcome,
  HistoryEntry,
  RecordSummary,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
  UndeleteOutcome,
} from "@keykist/core";
import type { MemoryStore } from "@keykist/core/memory";
import type { OpenClass } from "./open-manager.ts";

type Sabotage = (Base: OpenClass) => OpenClass;

/** Stores something else than what is registered. */
export function creating(change: (record: SecretRecord) => SecretRecord): Sabotage {
  return (Base) =>
    class extends Base {
      protected override doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        return super.doCreate(path, change(record), call);
      }
    };
}

/** Stores something else than what an update or a change gives. */
export function replacing(change: (record: SecretRecord, call: Call) => SecretRecord): Sabotage {
  return (Base) =>
    class extends Base {
      protected override doReplace(
        path: SecretPath,
        record: SecretRecord,
        expected: Revision | undefined,
        call: Call,
      ): Promise<ReplaceOutcome> {
        return super.doReplace(path, change(record, call), expected, call);
      }
    };
}

/** Reads something else than what is stored. */
export function reading(change: (stored: StoredRecord, call: Call) => StoredRecord): Sabotage {
  return (Base) =>
    class extends Base {
      protected override async doRead(
        path: SecretPath,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        const stored = await super.doRead(path, call);
        return stored && change(stored, call);
      }
    };
}

/** Keeps secrets under other paths than their own. */
export function locating(locate: (path: SecretPath, store: MemoryStore) => string): Sabotage {
  return (Base) =>
    class extends Base {
      #at(path: SecretPath): SecretPath {
        return { ...path, full: locate(path, this.store) };
      }

      protected override doCreate(
        path: SecretPath,
        record: SecretRecord,
        call: Call,
      ): Promise<CreateOutcome> {
        return super.doCreate(this.#at(path), record, call);
      }

      protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
        return super.doRead(this.#at(path), call);
      }

      protected override doReplace(
        path: SecretPath,
        record: SecretRecord,
        expected: Revision | undefined,
        call: Call,
      ): Promise<ReplaceOutcome> {
        return super.doReplace(this.#at(path), record, expected, call);
      }

      protected override doRemove(
        path: SecretPath,
        expected: Revision | undefined,
        call: Call,
      ): Promise<RemoveOutcome> {
        return super.doRemove(this.#at(path), expected, call);
      }

      protected override doHistory(
        path: SecretPath,
        call: Call,
      ): Promise<readonly HistoryEntry[] | undefined> {
        return super.doHistory(this.#at(path), call);
      }

      protected override doReadRevision(
        path: SecretPath,
        revision: Revision,
        call: Call,
      ): Promise<StoredRecord | undefined> {
        return super.doReadRevision(this.#at(path), revision, call);
      }

      protected override doAdopt(
        path: SecretPath,
        type: string,
        expected: Revision,
        call: Call,
      ): Promise<AdoptOutcome> {
        return super.doAdopt(this.#at(path), type, expected, call);
      }

      protected override doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
        return super.doUndelete(this.#at(path), call);
      }
    };
}

/** Takes paths for the same that are not, and keeps the spelling of the first, as some file systems do. */
export function folding(fold: (path: string) => string): Sabotage {
  return locating(({ full }, { secrets }) => {
    const folded = fold(full);
    return [...secrets.keys()].find((path) => fold(path) === folded) ?? full;
  });
}

/** Lists only some of what there is. */
export function listing(keep: (summary: RecordSummary) => boolean): Sabotage {
  return (Base) =>
    class extends Base {
      protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
        for await (const summary of super.doList(prefix, call)) if (keep(summary)) yield summary;
      }
    };
}

/** The same record with other values. */
export function values<R extends { readonly entries: SecretRecord["entries"] }>(
  record: R,
  change: (value: string) => string,
): R {
  return {
    ...record,
    entries: new Map([...record.entries].map(([key, value]) => [key, change(value)])),
  };
}

/** The same record with other keys; of keys that become the same, the last one stays. */
export function keys<R extends { readonly entries: SecretRecord["entries"] }>(
  record: R,
  keep: (key: string, index: number, all: readonly string[]) => boolean,
): R {
  const all = [...record.entries.keys()];
  return {
    ...record,
    entries: new Map([...record.entries].filter(([key], index) => keep(key, index, all))),
  };
}

/** Keeps, of keys that are the same when folded, only the last. */
export function lastOf(fold: (key: string) => string): (record: SecretRecord) => SecretRecord {
  return (record) =>
    keys(
      record,
      (key, index, all) => !all.slice(index + 1).some((later) => fold(later) === fold(key)),
    );
}
