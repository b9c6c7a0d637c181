import {
  BaseSecretsManager,
  type Call,
  type Capabilities,
  type Classification,
  type ConfigSchema,
  configFields,
  type CreateOutcome,
  type FlavorClass,
  type HistoryEntry,
  type RecordSummary,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
  type SecretsManagerConfig,
  type SecretsManagerOptions,
  type StoredRecord,
  type UndeleteOutcome,
} from "@keykist/core";
import { Shelf, SHELF_LIMITS, ShelfError, type ShelfItem } from "./shelf.ts";

/** All that a flavor over the shelf can claim in good faith: next to nothing. */
export const HUMBLE_CLAIMS: Capabilities = {
  exclusiveCreate: "none",
  guardedUpdate: "none",
  guardedDelete: "none",
  readAfterWrite: "eventual",
  listAfterWrite: "eventual",
  atomicUpdate: false,
  write: true,
  adopt: false,
  history: "none",
  deletion: "immediate",
  nativeReads: "none",
  readsById: false,
  limits: SHELF_LIMITS,
};

export interface HumbleOptions extends SecretsManagerOptions {
  readonly shelf?: Shelf | undefined;
}

const PAGE = 100;

/** A flavor over the shelf, as an author would write it who knows what the shelf cannot do: reads are in parts, and writes look first. */
export class HumbleSecretsManager extends BaseSecretsManager {
  static override readonly FLAVOR: string = "humble";
  static override readonly configSchema: ConfigSchema<object> = configFields({});
  static override readonly capabilities: Capabilities = HUMBLE_CLAIMS;

  readonly shelf: Shelf;

  constructor(
    config: Partial<SecretsManagerConfig> = {},
    { shelf = new Shelf(), ...options }: HumbleOptions = {},
  ) {
    super(config, options);
    this.shelf = shelf;
  }

  protected override async doCreate(
    path: SecretPath,
    { type, entries }: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    if ((await this.#head(path, call)) !== undefined) return { kind: "exists" };
    const put = (): string => this.shelf.put(path.full, { type, values: entries });
    return { kind: "created", revision: await call.step("put", put) };
  }

  protected override async doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    const get = (): ShelfItem | undefined => this.shelf.get(path.full);
    const item = await call.step("get", get, { mutates: false });
    if (item === undefined) return undefined;
    const [first, ...others] = item.values.keys();
    const entries = new Map<string, string>();
    if (first !== undefined) entries.set(first, item.values.get(first) ?? "");
    if (others.length > 0) {
      // As if each look showed a part.
      const rest = await call.step("get the rest", get, { mutates: false });
      for (const key of others) {
        const value = rest?.values.get(key);
        if (value !== undefined) entries.set(key, value);
      }
    }
    return { ...recordOf(item), entries };
  }

  protected override async doReplace(
    path: SecretPath,
    { type, entries }: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    const item = await this.#head(path, call);
    if (item === undefined) return { kind: "absent" };
    if (item.type === undefined) return { kind: "not_owned" };
    if (item.type !== type) return { kind: "type_mismatch", storedType: item.type };
    if (expected !== undefined && expected !== item.version) return { kind: "conflict" };
    const replace = (): string | undefined =>
      this.shelf.replace(path.full, { type, values: entries });
    const revision = await call.step("replace", replace);
    return revision === undefined ? { kind: "absent" } : { kind: "replaced", revision };
  }

  protected override async doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    const item = await this.#head(path, call);
    if (item === undefined) return { kind: "absent" };
    if (item.type === undefined) return { kind: "not_owned" };
    if (expected !== undefined && expected !== item.version) return { kind: "conflict" };
    const removed = await call.step("delete", () => this.shelf.delete(path.full));
    return { kind: removed ? "removed" : "absent" };
  }

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    const paths = await call.step("list", () => this.shelf.list(prefix), { mutates: false });
    for (let start = 0; start < paths.length; start += PAGE) {
      const page = (): RecordSummary[] =>
        paths.slice(start, start + PAGE).flatMap((path) => {
          const item = this.shelf.get(path);
          return item === undefined ? [] : [{ path, ...recordOf(item) }];
        });
      yield* await call.step("page", page, { mutates: false });
    }
  }

  protected override classify(error: unknown): Classification | undefined {
    if (!(error instanceof ShelfError)) return undefined;
    switch (error.code) {
      case "TOO_LARGE":
        return { code: "LIMIT_EXCEEDED", retry: "never", outcome: "not_applied" };
      case "READ_ONLY":
      case "DENIED":
        return { code: "PERMISSION_DENIED", retry: "never", outcome: "not_applied" };
      case "UNAVAILABLE":
        return { code: "UNAVAILABLE", retry: "safe" };
    }
  }

  #head(path: SecretPath, call: Call): Promise<ShelfItem | undefined> {
    return call.step("head", () => this.shelf.head(path.full), { mutates: false });
  }
}

/** The same, over a shelf to which it has been given no right to write. */
export class ReadingSecretsManager extends HumbleSecretsManager {
  static override readonly capabilities: Capabilities = { ...HUMBLE_CLAIMS, write: false };

  protected override doCreate(
    ...[, , call]: [SecretPath, SecretRecord, Call]
  ): Promise<CreateOutcome> {
    return call.step("put", () => {
      throw new ShelfError("READ_ONLY");
    });
  }
}

/** The same, which gives the state before the present one. */
export class RememberingSecretsManager extends HumbleSecretsManager {
  static override readonly capabilities: Capabilities = { ...HUMBLE_CLAIMS, history: "previous" };

  protected override doHistory(
    path: SecretPath,
    call: Call,
  ): Promise<readonly HistoryEntry[] | undefined> {
    const look = (): readonly HistoryEntry[] | undefined => {
      const present = this.shelf.head(path.full);
      const states = [present, this.shelf.before(path.full)].filter((one) => one !== undefined);
      return present && states.map(historyEntry);
    };
    return call.step("history", look, { mutates: false });
  }

  protected override doReadRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    const look = (): StoredRecord | undefined => {
      const present = this.shelf.head(path.full);
      if (present === undefined) return undefined;
      const states = [present, this.shelf.before(path.full)];
      const state = states.find((one) => one?.version === revision);
      return (
        state && {
          ...recordOf(state),
          type: present.type,
          owned: present.type !== undefined,
          entries: state.values,
        }
      );
    };
    return call.step("read a state", look, { mutates: false });
  }
}

/** The same, which gives back what was deleted. */
export class RestoringSecretsManager extends HumbleSecretsManager {
  static override readonly capabilities: Capabilities = {
    ...HUMBLE_CLAIMS,
    deletion: "recoverable",
  };

  protected override doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
    return call.step("undelete", (): UndeleteOutcome => {
      if (this.shelf.head(path.full) !== undefined) return { kind: "exists" };
      const item = this.shelf.binned(path.full);
      if (item === undefined) return { kind: "absent" };
      return { kind: "restored", revision: this.shelf.put(path.full, item) };
    });
  }
}

function recordOf({ type, version, createdAt, at }: ShelfItem): Omit<StoredRecord, "entries"> {
  return { type, owned: type !== undefined, revision: version, createdAt, updatedAt: at };
}

function historyEntry({ version, at, values }: ShelfItem): HistoryEntry {
  return { revision: version, createdAt: at, keys: [...values.keys()] };
}

HumbleSecretsManager satisfies FlavorClass;
ReadingSecretsManager satisfies FlavorClass;
RememberingSecretsManager satisfies FlavorClass;
RestoringSecretsManager satisfies FlavorClass;
