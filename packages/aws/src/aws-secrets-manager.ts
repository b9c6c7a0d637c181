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
  KeykistError,
  type OperationOptions,
  pathScope,
  type ReadManyAnswer,
  type RecordSummary,
  type RemoveManyAnswer,
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
import { AwsStateError } from "./aws-state-error.ts";
import type { AwsStore } from "./aws-store.ts";
import type { AwsClient, AwsCredentials } from "./client/aws-client.ts";
import { type AwsConfig, awsConfigSchema } from "./config.ts";
import { classifyAwsError, isDeniedToCaller } from "./errors.ts";
import { encodeEntries } from "./values/entries.ts";
import { NONCE_BYTES } from "./values/nonce.ts";
import { HalfDeletedError, refusedDeletion } from "./writing/deletion-errors.ts";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const SECRET_BYTES = 65_536;
/** What JSON and the nonce add to one value, under the longest key. */
const AROUND_VALUE = '{"":""}'.length + 128 + NONCE_BYTES;

const capabilities: Capabilities = Object.freeze({
  exclusiveCreate: "server",
  guardedUpdate: "server",
  guardedDelete: "server",
  readAfterWrite: "eventual",
  listAfterWrite: "eventual",
  atomicUpdate: true,
  write: true,
  adopt: true,
  history: "previous",
  deletion: "recoverable",
  nativeReads: "exact",
  readsById: true,
  limits: Object.freeze({
    valueBytes: SECRET_BYTES - AROUND_VALUE,
    secretBytes: SECRET_BYTES,
    keys: 10_000,
    names: 200,
  }),
});

/** What an AWS manager takes beside what every manager takes. */
export interface AwsSecretsManagerOptions extends SecretsManagerOptions {
  /**
   * Credentials, or a function that gives them, as the AWS SDK takes them. Default: where the SDK looks, which is the
   * environment, the profile, and the role of the container or machine.
   */
  readonly credentials?: AwsCredentials | undefined;
  /**
   * A client of the AWS SDK, in place of one made from the configuration. It stays open when the manager is
   * closed. Make it with `maxAttempts: 1`: the manager makes calls again by itself.
   */
  readonly client?: AwsClient | undefined;
}

/**
 * Keeps secrets in AWS Secrets Manager, each as one AWS secret of the same name, whose value is a JSON object.
 *
 * @example
 * ```ts
 * await using manager = new AwsSecretsManager({ region: "eu-west-1" });
 * await manager.registerSecret(arbitrarySchema.create("prod-db", { password: "…" }));
 * ```
 */
export class AwsSecretsManager extends BaseSecretsManager<AwsConfig> implements Diagnosable {
  static override readonly FLAVOR: string = "aws";
  static override readonly configSchema: ConfigSchema<AwsConfig> = awsConfigSchema;
  static override readonly capabilities: Capabilities = capabilities;

  readonly #options: AwsSecretsManagerOptions;
  #store: AwsStore | undefined;

  /** @throws KeykistError `INVALID_CONFIG` */
  constructor(
    config: Partial<AwsConfig & SecretsManagerConfig> = {},
    options: AwsSecretsManagerOptions = {},
  ) {
    super(config, options);
    const { recoveryWindowDays: days } = this.config;
    if (days > 0 && days < 7) {
      throw new KeykistError("INVALID_CONFIG", `recoveryWindowDays is ${days}`, {
        flavor: "aws",
        hint: "AWS keeps what is deleted for 7 to 30 days; 0 deletes for good",
      });
    }
    this.#options = options;
  }

  override get capabilities(): Capabilities {
    return this.config.recoveryWindowDays === 0
      ? { ...capabilities, deletion: "immediate" }
      : capabilities;
  }

  /**
   * Says who the manager is at AWS, which of the actions that it needs are not allowed, and which deletions did not
   * finish, one finding each. Calls on a name that no secret has show what is allowed; nothing is changed.
   */
  async *diagnose({ signal }: OperationOptions = {}): AsyncIterable<Diagnosis> {
    const { diagnose } = await import("./diagnosis/diagnose.ts");
    const { openConnection } = await import("./client/connection.ts");
    const { client, credentials } = this.#options;
    const connection = await openConnection({ config: this.config, client, credentials });
    const { scope, namespace, endpoint, timeoutMs } = this.config;
    const { prefix } = pathScope(scope, scope === "component" ? this.id : namespace);
    const late = AbortSignal.timeout(timeoutMs);
    try {
      yield* diagnose({
        ...connection,
        endpoint,
        prefix,
        signal: signal === undefined ? late : AbortSignal.any([signal, late]),
      });
    } finally {
      connection.close();
    }
  }

  protected override async connect(): Promise<void> {
    // With the SDK and cryptography, which is nearly all that the import would cost.
    const { AwsStore: Store } = await import("./aws-store.ts");
    const { client, credentials } = this.#options;
    this.#store = await Store.open({ config: this.config, client, credentials });
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

  protected override doReadById(id: string, call: Call): Promise<StoredRecord | undefined> {
    return this.#opened().readById(id, call);
  }

  protected override doReadMany(
    paths: readonly SecretPath[],
    call: Call,
  ): AsyncIterable<ReadManyAnswer> {
    return this.#opened().readMany(paths, call);
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

  /** Deletes one first: whoever may not delete at all is told so before anything is written to the others. */
  protected override async *doRemoveAll(
    paths: readonly SecretPath[],
    call: Call,
  ): AsyncIterable<RemoveManyAnswer> {
    for (const [index, path] of paths.entries()) {
      try {
        const outcome = await this.doRemove(path, undefined, call.item(path));
        yield { path, outcome };
        if (outcome.kind !== "removed") continue;
        yield* super.doRemoveAll(paths.slice(index + 1), call);
        return;
      } catch (error) {
        yield { path, error };
        if (!isDeniedToCaller(error)) continue;
        // Nothing was written to the others, also where this one is left half deleted.
        const denial =
          error instanceof HalfDeletedError ? refusedDeletion(error.refusal, call) : error;
        for (const other of paths.slice(index + 1)) yield { path: other, error: denial };
        return;
      }
    }
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

  protected override doAdopt(
    path: SecretPath,
    type: string,
    expected: Revision,
    call: Call,
  ): Promise<AdoptOutcome> {
    return this.#opened().adopt(path, { type, expected }, call);
  }

  protected override doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
    return this.#opened().undelete(path, call);
  }

  protected override encodedBytes({ entries }: SecretRecord): number {
    return Buffer.byteLength(encodeEntries(entries)) + NONCE_BYTES;
  }

  protected override classify(error: unknown, context: ErrorContext): Classification | undefined {
    return classifyAwsError(error, context);
  }

  #opened(): AwsStore {
    if (this.#store !== undefined) return this.#store;
    throw new AwsStateError({ code: "CLOSED", retry: "never", outcome: "not_applied" });
  }
}

AwsSecretsManager satisfies FlavorClass;

export default AwsSecretsManager;
