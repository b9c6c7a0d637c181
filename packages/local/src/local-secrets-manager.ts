import { setImmediate as turn } from "node:timers/promises";
import {
  BaseSecretsManager,
  type Call,
  type Capabilities,
  type Classification,
  type ConfigSchema,
  type CreateOutcome,
  type FlavorClass,
  type HistoryEntry,
  type RecordSummary,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
  type SecretScope,
  type SecretsManagerConfig,
  type SecretsManagerOptions,
  type StoredRecord,
} from "@keykist/core";
import { type LocalConfig, localConfigSchema } from "./config.ts";
import { classifyLocalError } from "./errors.ts";
import {
  currentState,
  earlierState,
  historyOf,
  insertState,
  pageAfter,
  removableState,
  removeState,
  replaceState,
  toRecord,
} from "./states.ts";
import { StoreAccess } from "./store-access.ts";
import { type Environment, storeFile } from "./store-file.ts";

const capabilities: Capabilities = Object.freeze({
  exclusiveCreate: "server",
  guardedUpdate: "server",
  guardedDelete: "server",
  readAfterWrite: "strong",
  listAfterWrite: "strong",
  atomicUpdate: true,
  write: true,
  adopt: false,
  history: "full",
  deletion: "immediate",
  limits: Object.freeze({
    valueBytes: 1_048_576,
    secretBytes: 4_194_304,
    keys: 10_000,
    names: 200,
  }),
});

/** What a local manager takes beside what every manager takes. */
export interface LocalSecretsManagerOptions extends SecretsManagerOptions {
  /** Asks a person for the passphrase of a store that was made with one. */
  readonly askPassphrase?: (() => Promise<string>) | undefined;
  /** Told once when a key file is made. Default: a line on stderr. */
  readonly announce?: ((message: string) => void) | undefined;
  /** The variables that are looked at. Default: those of the process. */
  readonly environment?: Environment | undefined;
}

/**
 * Keeps secrets in one encrypted SQLite file that many processes may share.
 *
 * @example
 * ```ts
 * await using manager = new LocalSecretsManager({ file: "./secrets.db" });
 * await manager.registerSecret(arbitrarySchema.create("prod-db", { password: "…" }));
 * ```
 */
export class LocalSecretsManager extends BaseSecretsManager<LocalConfig> {
  static override readonly FLAVOR: string = "local";
  static override readonly configSchema: ConfigSchema<LocalConfig> = localConfigSchema;
  static override readonly capabilities: Capabilities = capabilities;
  static override readonly defaultScope: SecretScope = "component";

  readonly #options: LocalSecretsManagerOptions;
  readonly #access: StoreAccess;

  constructor(
    config: Partial<LocalConfig & SecretsManagerConfig> = {},
    options: LocalSecretsManagerOptions = {},
  ) {
    super(config, options);
    this.#options = options;
    const { environment = process.env, askPassphrase, announce = tell } = options;
    this.#access = new StoreAccess(() => ({
      file: this.file,
      config: this.config,
      environment,
      askPassphrase,
      announce,
    }));
  }

  override get capabilities(): Capabilities {
    return this.config.readOnly ? { ...capabilities, write: false } : capabilities;
  }

  /** The file of the store. */
  get file(): string {
    return storeFile(this.config.file, this.#options.environment);
  }

  protected override connect(call: Call): Promise<void> {
    return this.#access.open(call);
  }

  protected override async disconnect(): Promise<void> {
    this.#access.close();
  }

  protected override doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    return this.#access.write(call, "create", (store): CreateOutcome => {
      if (currentState(store, path.full) !== undefined) return { kind: "exists" };
      const revision = insertState(store, { path: path.full, ...record, at: call.clock.now() });
      return { kind: "created", revision };
    });
  }

  protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    return this.#access.read(call, "read", (store) => {
      const state = currentState(store, path.full);
      return state && toRecord(store, state);
    });
  }

  protected override doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    return this.#access.write(call, "replace", (store): ReplaceOutcome => {
      const current = currentState(store, path.full);
      if (current === undefined) return { kind: "absent" };
      if (current.type !== record.type) return { kind: "type_mismatch", storedType: current.type };
      if (expected !== undefined && current.revision !== expected) return { kind: "conflict" };
      const revision = replaceState(store, current, {
        path: path.full,
        ...record,
        at: call.clock.now(),
      });
      return { kind: "replaced", revision };
    });
  }

  protected override doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    return this.#access.write(call, "remove", (store): RemoveOutcome => {
      const current = removableState(store, path.full);
      if (current === undefined) return { kind: "absent" };
      if (expected !== undefined && current.revision !== expected) return { kind: "conflict" };
      removeState(store, current);
      return { kind: "removed" };
    });
  }

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    let after = "";
    for (;;) {
      const page = await this.#access.read(call, "page", (store) =>
        pageAfter(store, prefix, after),
      );
      yield* page;
      // A page is read without the event loop: timers, aborts and others get their turn between two.
      await turn();
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.path;
    }
  }

  protected override doHistory(
    path: SecretPath,
    call: Call,
  ): Promise<readonly HistoryEntry[] | undefined> {
    return this.#access.read(call, "history", (store) => {
      const current = currentState(store, path.full);
      return current && historyOf(store, current);
    });
  }

  protected override doReadRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    return this.#access.read(call, "read revision", (store) => {
      const current = currentState(store, path.full);
      const state = current && earlierState(store, current, revision);
      return state && toRecord(store, state);
    });
  }

  protected override classify(error: unknown): Classification | undefined {
    return classifyLocalError(error);
  }
}

function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

LocalSecretsManager satisfies FlavorClass;

export default LocalSecretsManager;
