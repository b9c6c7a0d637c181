import type {
  Call,
  HistoryEntry,
  Operation,
  RemoveOutcome,
  Revision,
  SecretPath,
  StoredRecord,
} from "@keykist/core";
import type { MemorySecret } from "@keykist/core/memory";
import type { OpenClass, OpenSecretsManager } from "../open-manager.ts";

/** A manager that shows another history. */
export function showing(
  Base: OpenClass,
  change: (entries: readonly HistoryEntry[]) => readonly HistoryEntry[],
): OpenClass {
  return class extends Base {
    protected override async doHistory(
      path: SecretPath,
      call: Call,
    ): Promise<readonly HistoryEntry[] | undefined> {
      const entries = await super.doHistory(path, call);
      return entries && change(entries);
    }
  };
}

/** A manager that reads something else where it is asked for a revision. */
export function rereading(
  Base: OpenClass,
  change: (
    stored: StoredRecord | undefined,
    asked: {
      readonly path: SecretPath;
      readonly revision: Revision;
      readonly call: Call;
      readonly manager: OpenSecretsManager;
    },
  ) => StoredRecord | undefined,
): OpenClass {
  return class extends Base {
    protected override async doReadRevision(
      path: SecretPath,
      revision: Revision,
      call: Call,
    ): Promise<StoredRecord | undefined> {
      const stored = await super.doReadRevision(path, revision, call);
      return change(stored, { path, revision, call, manager: this });
    }
  };
}

/** A manager that finds, in one operation, the states of what it has deleted under a name. */
export function digging(Base: OpenClass, operation: Operation): OpenClass {
  return class extends Base {
    readonly #deleted = new Map<string, MemorySecret>();

    protected override async doRemove(
      path: SecretPath,
      expected: Revision | undefined,
      call: Call,
    ): Promise<RemoveOutcome> {
      const stored = this.stored(path.full);
      if (stored !== undefined) this.#deleted.set(path.full, stored);
      return super.doRemove(path, expected, call);
    }

    protected override async doReadRevision(
      path: SecretPath,
      revision: Revision,
      call: Call,
    ): Promise<StoredRecord | undefined> {
      const stored = await super.doReadRevision(path, revision, call);
      const isSought = stored === undefined && call.operation === operation;
      const isThere = this.stored(path.full) !== undefined;
      return isSought && isThere ? stateOf(this.#deleted.get(path.full), revision) : stored;
    }
  };
}

/** A state of a secret, wherever it was found. */
export function stateOf(
  secret: MemorySecret | undefined,
  revision: Revision,
): StoredRecord | undefined {
  if (secret === undefined) return undefined;
  const { type, owned, current, earlier } = secret;
  const state = [current, ...earlier].find((each) => each.revision === revision);
  return state && { type, owned, revision, entries: state.entries };
}
