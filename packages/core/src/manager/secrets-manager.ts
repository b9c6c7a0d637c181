import type { KeykistError } from "../errors/keykist-error.ts";
import type { SecretSchema } from "../schemas/secret-schema.ts";
import type { ArbitraryContent, Revision, Secret } from "../secrets/secret.ts";
import type { Capabilities } from "./capabilities.ts";
import type { HistoryEntry } from "./flavor-contract.ts";

/** What every operation takes. */
export interface OperationOptions {
  /**
   * Ends the operation with `ABORTED`. The error's `cause` has the name of the signal's reason, such as
   * `TimeoutError`, and not its message, which may hold a value.
   */
  readonly signal?: AbortSignal | undefined;
}

/** A condition on a write. */
export interface GuardedWriteOptions extends OperationOptions {
  /** Write only if the secret is still in this state; else `REVISION_CONFLICT`. */
  readonly ifRevision?: Revision | undefined;
}

/** What a read takes. */
export interface GetSecretOptions<Key extends string = string> extends OperationOptions {
  /** An earlier state, where the manager keeps a history. */
  readonly revision?: Revision | undefined;
  /** Only these keys. The secret cannot be passed to `updateSecret`, which would drop the others. */
  readonly keys?: readonly Key[] | undefined;
  /**
   * How to treat keys that the schema does not know, such as one that someone added in a console.
   * Default: `refuse`, which fails with `INVALID_KEY`. With `ignore` they are left out, and the secret cannot
   * be passed to `updateSecret`, which would drop them. Has no effect without a schema.
   */
  readonly unknownKeys?: "refuse" | "ignore" | undefined;
}

/** What a batch read takes. */
export type GetSecretsOptions = Pick<GetSecretOptions, "unknownKeys" | "signal">;

/** What a listing takes. */
export interface ListSecretsOptions extends OperationOptions {
  /** Only names that begin with this. */
  readonly prefix?: string | undefined;
}

/** Options of a listing of secrets that keykist does not own. */
export interface ListUnownedSecretsOptions extends ListSecretsOptions {
  readonly owned: false;
}

/** What `modifySecret` takes. */
export interface ModifySecretOptions<
  Content extends object = ArbitraryContent,
  Input extends object = Content,
> extends OperationOptions {
  /** Gives `change` typed content; without it, raw strings. */
  readonly schema?: SecretSchema<Content, Input> | undefined;
}

/** A listed secret that another program made in the backend. It has no schema type. Holds no value. */
export interface UnownedSecretSummary {
  readonly name: string;
  readonly createdAt: Date | undefined;
  readonly updatedAt: Date | undefined;
}

/** A secret of a listing. Holds no value. */
export interface SecretSummary extends UnownedSecretSummary {
  readonly type: string;
  readonly revision: Revision;
}

/** All that is known of a secret without its values. */
export interface SecretDescription {
  readonly name: string;
  /** `undefined` for a secret that keykist does not own. */
  readonly type: string | undefined;
  readonly revision: Revision;
  /** Sorted. */
  readonly keys: readonly string[];
  readonly createdAt: Date | undefined;
  readonly updatedAt: Date | undefined;
  /** Made or adopted by keykist; what is not owned is read, never changed. */
  readonly owned: boolean;
}

/** What `deleteAllSecrets` did. */
export interface DeleteAllResult {
  /** How many secrets were deleted. */
  readonly deleted: number;
  /** By name, those that could not be deleted. */
  readonly failed: ReadonlyMap<string, KeykistError>;
}

/**
 * One way to keep secrets, whichever backend holds them. Every manager gives the same answers; what
 * a backend cannot do is declared in {@link SecretsManager.capabilities} and refused as `UNSUPPORTED`.
 *
 * Beside the codes named at each operation, every operation may fail with `INVALID_NAME`,
 * `UNAUTHENTICATED`, `PERMISSION_DENIED`, `THROTTLED`, `UNAVAILABLE`, `TIMEOUT`, `ABORTED`,
 * `CORRUPT`, `CLOSED` or `UNKNOWN`. A write that fails says in `outcome` whether it may have been applied.
 */
export interface SecretsManager extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  readonly capabilities: Capabilities;

  /**
   * Stores a new secret.
   *
   * @returns its revision
   * @throws KeykistError `SECRET_EXISTS`, `INVALID_VALUE`, `INVALID_KEY`, `LIMIT_EXCEEDED`
   */
  registerSecret(secret: Secret<object>, options?: OperationOptions): Promise<Revision>;

  /**
   * Reads a secret: with a schema its typed content, without one its raw strings.
   *
   * A name `id:…` reads by the backend's own id, if `capabilities.readsById` is true:
   * `id:arn:aws:secretsmanager:…`, `id:/app/db`. Such a secret can only be read.
   *
   * @throws KeykistError `SECRET_NOT_FOUND`, `REVISION_NOT_FOUND`; `SCHEMA_MISMATCH` where the
   * stored type is not the schema's; `INVALID_VALUE` where the stored entries do not fit the schema
   * of their type (reading with `arbitrarySchema` always gives the raw strings)
   */
  getSecret(name: string, options?: GetSecretOptions): Promise<Secret>;
  getSecret<Content extends object, Key extends keyof Content & string>(
    name: string,
    schema: SecretSchema<Content>,
    options: GetSecretOptions<Key> & { readonly keys: readonly Key[] },
  ): Promise<Secret<Pick<Content, Key>>>;
  getSecret<Content extends object>(
    name: string,
    schema: SecretSchema<Content>,
    options?: GetSecretOptions & { readonly keys?: undefined },
  ): Promise<Secret<Content>>;

  /**
   * Reads many secrets, with the backend's batch call where it has one. Fails as a whole only for
   * what is no secret's own fault; else each name has its secret or its error.
   */
  getSecrets(
    names: readonly string[],
    options?: GetSecretsOptions,
  ): Promise<Map<string, Secret | KeykistError>>;
  getSecrets<Content extends object>(
    names: readonly string[],
    schema: SecretSchema<Content>,
    options?: GetSecretsOptions,
  ): Promise<Map<string, Secret<Content> | KeykistError>>;

  /** The sorted names (not keys: the word is ZenML's) of the secrets of this scope. Loads no value. */
  getAllSecretKeys(options?: OperationOptions): Promise<string[]>;

  /**
   * Lists the secrets of this scope, in the backend's order, a page at a time. Loads no value.
   *
   * With `owned: false`, lists the secrets that another program made in the backend. `adoptSecret` can take them over.
   * Those with a name `id:…` can only be read; they are listed if `capabilities.readsById` is true.
   *
   * @throws KeykistError `UNSUPPORTED` for `owned: false` if the manager cannot adopt
   */
  listSecrets(options: ListUnownedSecretsOptions): AsyncIterable<UnownedSecretSummary>;
  listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary>;

  /**
   * What is known of a secret without its values.
   *
   * @throws KeykistError `SECRET_NOT_FOUND`
   */
  describeSecret(name: string, options?: OperationOptions): Promise<SecretDescription>;

  /**
   * Replaces the whole content of a secret, atomically: new keys appear, absent keys go.
   *
   * @returns the new revision
   * @throws KeykistError `SECRET_NOT_FOUND`, `REVISION_CONFLICT`, `SCHEMA_MISMATCH`, `NOT_OWNED`,
   * `INVALID_VALUE`, `INVALID_KEY`, `LIMIT_EXCEEDED`
   */
  updateSecret(secret: Secret<object>, options?: GuardedWriteOptions): Promise<Revision>;

  /**
   * Reads, calls `change` with the content, and updates only if nobody else has done so since; else
   * tries again, a bounded number of times. Calls for one secret through one manager queue up. Keys
   * that `change` leaves alone keep their bytes. `change` may run more than once; what it throws
   * is thrown here, and nothing is written.
   *
   * @returns the new revision
   * @throws KeykistError as `getSecret` and `updateSecret`; `UNSUPPORTED` without guarded updates
   */
  modifySecret(
    name: string,
    change: (content: ArbitraryContent) => ArbitraryContent | PromiseLike<ArbitraryContent>,
    options?: OperationOptions,
  ): Promise<Revision>;
  modifySecret<Content extends object, Input extends object>(
    name: string,
    change: (content: Content) => Input | PromiseLike<Input>,
    options: ModifySecretOptions<Content, Input> & {
      readonly schema: SecretSchema<Content, Input>;
    },
  ): Promise<Revision>;

  /**
   * @throws KeykistError `SECRET_NOT_FOUND`, `REVISION_CONFLICT`, `NOT_OWNED`
   */
  deleteSecret(name: string, options?: GuardedWriteOptions): Promise<void>;

  /** Deletes every secret of this scope that a listing shows; goes on past failures and reports them. */
  deleteAllSecrets(options?: OperationOptions): Promise<DeleteAllResult>;

  /**
   * The committed states of a secret, newest first.
   *
   * @throws KeykistError `UNSUPPORTED`, `SECRET_NOT_FOUND`
   */
  getSecretHistory(name: string, options?: OperationOptions): Promise<HistoryEntry[]>;

  /**
   * Commits an earlier state again, as a new revision.
   *
   * @returns the new revision
   * @throws KeykistError `UNSUPPORTED`, `SECRET_NOT_FOUND`, `REVISION_NOT_FOUND`, `NOT_OWNED`;
   * `REVISION_CONFLICT` where the secret changed in the meantime
   */
  rollbackSecret(name: string, revision: Revision, options?: OperationOptions): Promise<Revision>;

  /**
   * Brings back a deleted secret, as it was.
   *
   * @returns its revision
   * @throws KeykistError `UNSUPPORTED`, `SECRET_NOT_FOUND`, `SECRET_EXISTS`, `NOT_OWNED`
   */
  undeleteSecret(name: string, options?: OperationOptions): Promise<Revision>;

  /**
   * Takes over a secret that something else made in the backend, as one of this schema type.
   *
   * @returns its revision
   * @throws KeykistError `UNSUPPORTED`, `SECRET_NOT_FOUND`, `SCHEMA_NOT_FOUND`, `INVALID_KEY`,
   * `INVALID_VALUE`, `REVISION_CONFLICT`; `SCHEMA_MISMATCH` where it is owned already, with another type
   */
  adoptSecret(name: string, type: string, options?: OperationOptions): Promise<Revision>;

  /**
   * Refuses new work with `CLOSED`, waits up to `timeoutMs` for what runs, then aborts it. Calling
   * it again waits for the same end. Clients that were passed in stay open.
   */
  close(): Promise<void>;
}
