import { BaseSecretsManager } from "../manager/base-secrets-manager.ts";
import type { Capabilities } from "../manager/capabilities.ts";
import type {
  AdoptOutcome,
  Call,
  Classification,
  CreateOutcome,
  HistoryEntry,
  RecordSummary,
  RemoveOutcome,
  ReplaceOutcome,
  SecretRecord,
  StoredRecord,
  UndeleteOutcome,
} from "../manager/flavor-contract.ts";
import type { FlavorClass } from "../manager/flavor-class.ts";
import type { SecretsManagerConfig } from "../manager/manager-config.ts";
import type { SecretPath } from "../manager/secret-path.ts";
import type { SecretsManagerOptions } from "../manager/secrets-manager-options.ts";
import type { Revision } from "../secrets/secret.ts";
import type { ConfigSchema } from "../stack/config-schema.ts";
import { configFields } from "../stack/config-fields.ts";
import { classifyMemoryError } from "./memory-backend-error.ts";
import { type MemorySecret, type MemoryState, MemoryStore } from "./memory-store.ts";

const PAGE = 100;
/** Earlier states that are kept of each secret. */
const KEPT = 9;

const capabilities: Capabilities = Object.freeze({
  exclusiveCreate: "server",
  guardedUpdate: "server",
  guardedDelete: "server",
  readAfterWrite: "strong",
  listAfterWrite: "strong",
  atomicUpdate: true,
  write: true,
  adopt: true,
  history: "full",
  deletion: "recoverable",
  nativeReads: "none",
  readsById: false,
  limits: Object.freeze({
    valueBytes: 1_048_576,
    secretBytes: 4_194_304,
    keys: 10_000,
    names: 200,
  }),
});

/** What the memory manager takes beside what every manager takes. */
export interface MemorySecretsManagerOptions extends SecretsManagerOptions {
  /** Where the secrets are kept. Default: a store of its own. */
  readonly store?: MemoryStore | undefined;
}

/**
 * The reference manager: secrets in this process's memory, gone when it ends. For tests, and to read
 * beside the contract: every capability is claimed, and each hook is one step.
 *
 * @example
 * ```ts
 * const manager = new MemorySecretsManager();
 * await manager.registerSecret(arbitrarySchema.create("prod-db", { password: "…" }));
 * ```
 */
export class MemorySecretsManager extends BaseSecretsManager {
  static override readonly FLAVOR: string = "memory";
  static override readonly configSchema: ConfigSchema<object> = configFields({});
  static override readonly capabilities: Capabilities = capabilities;

  readonly #store: MemoryStore;

  constructor(
    config: Partial<SecretsManagerConfig> = {},
    options: MemorySecretsManagerOptions = {},
  ) {
    super(config, options);
    this.#store = options.store ?? new MemoryStore();
  }

  protected override doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    return call.step("create", (): CreateOutcome => {
      const { secrets, deleted } = this.#store;
      if (secrets.has(path.full)) return { kind: "exists" };
      const current = this.#commit(record, call);
      secrets.set(path.full, {
        type: record.type,
        owned: true,
        createdAt: current.at,
        current,
        earlier: [],
      });
      deleted.delete(path.full);
      return { kind: "created", revision: current.revision };
    });
  }

  protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    return call.step("read", () => this.#record(path, undefined), { mutates: false });
  }

  protected override doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    return call.step("replace", (): ReplaceOutcome => {
      const { secrets } = this.#store;
      const stored = secrets.get(path.full);
      if (stored === undefined) return { kind: "absent" };
      if (!stored.owned || stored.type === undefined) return { kind: "not_owned" };
      if (stored.type !== record.type) return { kind: "type_mismatch", storedType: stored.type };
      if (expected !== undefined && stored.current.revision !== expected)
        return { kind: "conflict" };
      const current = this.#commit(record, call);
      secrets.set(path.full, { ...stored, current, earlier: superseded(stored) });
      return { kind: "replaced", revision: current.revision };
    });
  }

  protected override doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    return call.step("remove", (): RemoveOutcome => {
      const { secrets, deleted } = this.#store;
      const stored = secrets.get(path.full);
      if (stored === undefined) return { kind: "absent" };
      if (!stored.owned) return { kind: "not_owned" };
      if (expected !== undefined && stored.current.revision !== expected)
        return { kind: "conflict" };
      secrets.delete(path.full);
      deleted.set(path.full, stored);
      return { kind: "removed" };
    });
  }

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    const { secrets } = this.#store;
    const find = (): string[] =>
      [...secrets.keys()].filter((path) => path.startsWith(prefix)).toSorted();
    const paths = await call.step("find", find, { mutates: false });
    for (let start = 0; start < paths.length; start += PAGE) {
      const page = paths.slice(start, start + PAGE);
      yield* await call.step("page", () => page.flatMap((path) => this.#summaries(path)), {
        mutates: false,
      });
    }
  }

  protected override doHistory(
    path: SecretPath,
    call: Call,
  ): Promise<readonly HistoryEntry[] | undefined> {
    const read = (): readonly HistoryEntry[] | undefined => {
      const stored = this.#store.secrets.get(path.full);
      return stored && [stored.current, ...stored.earlier].map(historyEntry);
    };
    return call.step("history", read);
  }

  protected override doReadRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    return call.step("readRevision", () => this.#record(path, revision), { mutates: false });
  }

  protected override doAdopt(
    path: SecretPath,
    type: string,
    expected: Revision,
    call: Call,
  ): Promise<AdoptOutcome> {
    return call.step("adopt", (): AdoptOutcome => {
      const stored = this.#store.secrets.get(path.full);
      if (stored === undefined) return { kind: "absent" };
      if (stored.current.revision !== expected || stored.owned) return { kind: "conflict" };
      this.#store.secrets.set(path.full, { ...stored, type, owned: true });
      return { kind: "adopted", revision: stored.current.revision };
    });
  }

  protected override doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
    return call.step("undelete", (): UndeleteOutcome => {
      const { secrets, deleted } = this.#store;
      if (secrets.has(path.full)) return { kind: "exists" };
      const stored = deleted.get(path.full);
      if (stored === undefined) return { kind: "absent" };
      // A new revision: whoever read the secret before it was deleted must not be able to guard with that.
      const current = this.#commit(stored.current, call);
      secrets.set(path.full, { ...stored, current, earlier: superseded(stored) });
      deleted.delete(path.full);
      return { kind: "restored", revision: current.revision };
    });
  }

  protected override classify(error: unknown): Classification | undefined {
    return classifyMemoryError(error);
  }

  #commit({ entries }: Pick<SecretRecord, "entries">, call: Call): MemoryState {
    return this.#store.state(entries, new Date(call.clock.now()));
  }

  #record(path: SecretPath, revision: Revision | undefined): StoredRecord | undefined {
    const stored = this.#store.secrets.get(path.full);
    if (stored === undefined) return undefined;
    const { type, owned, createdAt, current, earlier } = stored;
    const state = [current, ...earlier].find(
      (each) => revision === undefined || each.revision === revision,
    );
    return (
      state && {
        type,
        owned,
        createdAt,
        updatedAt: state.at,
        revision: state.revision,
        entries: state.entries,
      }
    );
  }

  /** The summary of a listed secret; none where it was deleted since. */
  #summaries(path: string): RecordSummary[] {
    const stored = this.#store.secrets.get(path);
    if (stored === undefined) return [];
    const { type, owned, createdAt, current } = stored;
    return [{ path, type, owned, createdAt, revision: current.revision, updatedAt: current.at }];
  }
}

function superseded({ current, earlier }: MemorySecret): MemoryState[] {
  return [current, ...earlier].slice(0, KEPT);
}

function historyEntry({ revision, at, entries }: MemoryState): HistoryEntry {
  return { revision, createdAt: at, keys: [...entries.keys()] };
}

MemorySecretsManager satisfies FlavorClass;

export default MemorySecretsManager;
