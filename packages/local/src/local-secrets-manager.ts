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
import type { LocalStore } from "./local-store.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { type Environment, storeFile } from "./store-file.ts";
import type { OnOpen } from "./store-identity.ts";

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
  nativeReads: "none",
  readsById: false,
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
  /** Called with each store that is opened, so that a program notices a replaced store or another source of its key. */
  readonly onOpen?: OnOpen | undefined;
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
  #store: LocalStore | undefined;

  constructor(
    config: Partial<LocalConfig & SecretsManagerConfig> = {},
    options: LocalSecretsManagerOptions = {},
  ) {
    super(config, options);
    this.#options = options;
  }

  override get capabilities(): Capabilities {
    return this.config.readOnly ? { ...capabilities, write: false } : capabilities;
  }

  /** The file of the store. */
  get file(): string {
    return storeFile(this.config.file, this.#options.environment);
  }

  protected override async connect(call: Call): Promise<void> {
    // With SQLite, cryptography and all that a store needs, which is most of what the import would cost.
    const { LocalStore } = await import("./local-store.ts");
    const { environment = process.env, askPassphrase, announce = tell, onOpen } = this.#options;
    const store = new LocalStore(() => ({
      file: this.file,
      config: this.config,
      environment,
      askPassphrase,
      announce,
      onOpen,
    }));
    await store.open(call);
    this.#store = store;
  }

  protected override async disconnect(): Promise<void> {
    this.#store?.close();
    this.#store = undefined;
  }

  protected override doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    return this.#opened().create(path, record, call);
  }

  protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    return this.#opened().read(path, call);
  }

  protected override doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    return this.#opened().replace(path, { record, expected }, call);
  }

  protected override doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    return this.#opened().remove(path, expected, call);
  }

  protected override doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    return this.#opened().list(prefix, call);
  }

  protected override doHistory(
    path: SecretPath,
    call: Call,
  ): Promise<readonly HistoryEntry[] | undefined> {
    return this.#opened().history(path, call);
  }

  protected override doReadRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    return this.#opened().readRevision(path, revision, call);
  }

  #opened(): LocalStore {
    if (this.#store !== undefined) return this.#store;
    throw new LocalStoreError("replaced", "the store is closed", "make a new manager");
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
