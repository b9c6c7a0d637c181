import {
  type AdoptOutcome,
  BaseSecretsManager,
  type Call,
  type Capabilities,
  type Classification,
  type ConfigSchema,
  type CreateOutcome,
  type Diagnosable,
  type Diagnosis,
  type ErrorContext,
  type FlavorClass,
  type HistoryEntry,
  type OperationOptions,
  pathScope,
  type RecordSummary,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
  type SecretsManagerConfig,
  type SecretsManagerOptions,
  type StoredRecord,
} from "@keykist/core";
import type { GcpClient } from "./client.ts";
import { type GcpConfig, gcpConfigSchema } from "./config.ts";
import { classifyGcpError } from "./errors.ts";
import { checkReplication } from "./replication.ts";
import type { Backend } from "./backend.ts";

/** The most bytes of one version, so of a value and of a manifest; https://cloud.google.com/secret-manager/quotas. */
const PAYLOAD_BYTES = 65_536;

/** Keys of a secret, at most: as many as fit into a manifest under names of usual length. */
const KEYS = 350;

/** In a manifest, beside the key: an id of at most 100, two numbers, a digest, and what JSON puts around them. */
const MANIFEST_BYTES_PER_KEY = 170;

/** In a manifest, beside the keys, at most. */
const MANIFEST_BYTES = 1024;

const capabilities: Capabilities = Object.freeze({
  // The log picks one of two registrations or updates among those who follow its protocol; GCP itself guards nothing.
  exclusiveCreate: "cooperative",
  guardedUpdate: "cooperative",
  guardedDelete: "cooperative",
  readAfterWrite: "strong",
  listAfterWrite: "eventual",
  atomicUpdate: true,
  write: true,
  adopt: true,
  history: "previous",
  deletion: "immediate",
  nativeReads: "settled",
  readsById: true,
  limits: Object.freeze({
    valueBytes: PAYLOAD_BYTES,
    secretBytes: KEYS * PAYLOAD_BYTES,
    keys: KEYS,
    names: 200,
  }),
});

/** What a GCP manager takes beside what every manager takes. */
export interface GcpSecretsManagerOptions extends SecretsManagerOptions {
  /** A client that is there already. It stays open when the manager closes. */
  readonly client?: GcpClient | undefined;
}

/**
 * Keeps secrets in GCP Secret Manager: one GCP secret for each key, that change as one.
 *
 * @example
 * ```ts
 * await using manager = new GcpSecretsManager({ projectId: "my-project" });
 * await manager.registerSecret(arbitrarySchema.create("prod-db", { password: "…" }));
 * ```
 */
export class GcpSecretsManager extends BaseSecretsManager<GcpConfig> implements Diagnosable {
  static override readonly FLAVOR: string = "gcp";
  static override readonly configSchema: ConfigSchema<GcpConfig> = gcpConfigSchema;
  static override readonly capabilities: Capabilities = capabilities;

  readonly #client: GcpClient | undefined;
  #backend: Backend | undefined;

  constructor(
    config: Partial<GcpConfig & SecretsManagerConfig> = {},
    options: GcpSecretsManagerOptions = {},
  ) {
    super(config, options);
    checkReplication(this.config);
    this.#client = options.client;
  }

  override get capabilities(): Capabilities {
    const snapshot = this.config.consistency === "snapshot";
    return snapshot ? { ...capabilities, readAfterWrite: "eventual" } : capabilities;
  }

  /**
   * Says whose credentials are used in which project, which permissions are missing, and where secrets are not as
   * keykist has left them: labels, heads, keys or manifests that disagree, values that others have added. Calls on a name that
   * no secret has show what is allowed; nothing is changed, and no value is told.
   */
  async *diagnose({ signal }: OperationOptions = {}): AsyncIterable<Diagnosis> {
    const { diagnose } = await import("./diagnosis/diagnose.ts");
    const { scope, namespace, timeoutMs } = this.config;
    const late = AbortSignal.timeout(timeoutMs);
    yield* diagnose({
      config: this.config,
      client: this.#client,
      scope: pathScope(scope, scope === "component" ? this.id : namespace),
      signal: signal === undefined ? late : AbortSignal.any([signal, late]),
    });
  }

  protected override async connect(call: Call): Promise<void> {
    // With hashing, the protocol and the SDK: none of it is needed to import or to construct.
    const { Backend } = await import("./backend.ts");
    const backend = await Backend.open(this.config, this.#client, call);
    if (call.signal.aborted) {
      // The operation that waited for it was stopped, and another may have connected since.
      await backend.close(call);
      call.signal.throwIfAborted();
    }
    this.#backend = backend;
  }

  protected override async disconnect(call: Call): Promise<void> {
    await this.#backend?.close(call);
    this.#backend = undefined;
  }

  protected override doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    return this.#opened().create(path.full, record, call);
  }

  protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    return this.#opened().read(path.full, call);
  }

  protected override doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    return this.#opened().replace(path.full, { record, expected }, call);
  }

  protected override doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    return this.#opened().remove(path.full, expected, call);
  }

  protected override doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    return this.#opened().list(prefix, call);
  }

  protected override doHistory(
    path: SecretPath,
    call: Call,
  ): Promise<readonly HistoryEntry[] | undefined> {
    return this.#opened().history(path.full, call);
  }

  protected override doReadRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    return this.#opened().readRevision(path.full, revision, call);
  }

  protected override doReadById(id: string, call: Call): Promise<StoredRecord | undefined> {
    return this.#opened().readById(id, call);
  }

  protected override doAdopt(
    path: SecretPath,
    type: string,
    expected: Revision,
    call: Call,
  ): Promise<AdoptOutcome> {
    return this.#opened().adopt(path.full, { type, expected }, call);
  }

  /**
   * Each value has a payload of its own; all keys have the manifest's. So it is the bytes of the secret, or as large a
   * part of the limit as the manifest is of a payload, whichever is more.
   */
  protected override encodedBytes(record: SecretRecord): number {
    let manifest = MANIFEST_BYTES;
    for (const key of record.entries.keys()) manifest += key.length + MANIFEST_BYTES_PER_KEY;
    return Math.max(super.encodedBytes(record), manifest * KEYS);
  }

  protected override classify(error: unknown, context: ErrorContext): Classification | undefined {
    return classifyGcpError(error, context);
  }

  #opened(): Backend {
    if (this.#backend !== undefined) return this.#backend;
    throw new TypeError("the manager is not connected");
  }
}

GcpSecretsManager satisfies FlavorClass;

export default GcpSecretsManager;
