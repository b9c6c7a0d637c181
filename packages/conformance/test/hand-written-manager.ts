import {
  type ArbitraryContent,
  arbitrarySchema,
  type Capabilities,
  type DeleteAllResult,
  type GetSecretOptions,
  type GetSecretsOptions,
  type GuardedWriteOptions,
  isSecretName,
  KeykistError,
  type ListSecretsOptions,
  type OperationOptions,
  type Revision,
  type Secret,
  type SecretDescription,
  type SecretSchema,
  SecretSchemaRegistry,
  type SecretsManager,
  type SecretSummary,
} from "@keykist/core";
import { capabilities, isTooLarge } from "./hand-written-capabilities.ts";
import { contentOf, explained, HandWrittenSecret, refusal } from "./hand-written-secret.ts";

/** A secret as {@link HandWrittenManager}s keep it. */
export interface KeptSecret {
  readonly type: string | undefined;
  readonly entries: ArbitraryContent;
  readonly revision: Revision;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

type AnySchema = SecretSchema<ArbitraryContent>;

const reads: ReadonlySet<string> = new Set([
  "getSecret",
  "getSecrets",
  "getAllSecretKeys",
  "listSecrets",
  "describeSecret",
  "getSecretHistory",
]);

/**
 * A secrets manager that owes nothing to `BaseSecretsManager`: plain TypeScript over a map. It shows that the
 * contract can be kept without the base, and that the suite asks for the contract and not for the base.
 */
export class HandWrittenManager implements SecretsManager {
  readonly id: string = crypto.randomUUID();
  readonly name: string = "hand-written";
  readonly capabilities: Capabilities = capabilities;

  readonly #kept: Map<string, KeptSecret>;
  readonly #registry = new SecretSchemaRegistry();
  readonly #working = new Set<Promise<unknown>>();
  #closed = false;

  constructor(kept: Map<string, KeptSecret> = new Map()) {
    this.#kept = kept;
  }

  registerSecret(secret: Secret<object>, options?: OperationOptions): Promise<Revision> {
    const { name, type } = secret;
    return this.#run("registerSecret", name, options, async () => {
      const entries = await this.#entries(secret);
      if (this.#kept.has(name)) throw refusal("SECRET_EXISTS");
      return this.#commit(name, type, entries, new Date());
    });
  }

  getSecret(
    name: string,
    second?: AnySchema | GetSecretOptions,
    third?: GetSecretOptions,
  ): Promise<Secret> {
    const [schema, options = {}] = isSchema(second) ? [second, third] : [undefined, second];
    return this.#run("getSecret", name, options, () => this.#secret(name, schema, options));
  }

  async getSecrets(
    names: readonly string[],
    second?: AnySchema | GetSecretsOptions,
    third?: GetSecretsOptions,
  ): Promise<Map<string, Secret | KeykistError>> {
    const [schema, options = {}] = isSchema(second) ? [second, third] : [undefined, second];
    const answers = new Map<string, Secret | KeykistError>();
    const asked = [...names];
    for (const name of asked) {
      const read = (): Promise<Secret> => this.#secret(name, schema, {});
      try {
        answers.set(name, await this.#run("getSecrets", name, options, read));
      } catch (error) {
        const isItsOwn = !KeykistError.is(error, "ABORTED") && !KeykistError.is(error, "CLOSED");
        if (!KeykistError.is(error) || !isItsOwn) throw error;
        answers.set(name, error);
      }
    }
    return answers;
  }

  async getAllSecretKeys(options?: OperationOptions): Promise<string[]> {
    return (await this.#names("getAllSecretKeys", options)).toSorted();
  }

  listSecrets(options?: ListSecretsOptions): AsyncIterable<SecretSummary> {
    return this.#list("listSecrets", options);
  }

  describeSecret(name: string, options?: OperationOptions): Promise<SecretDescription> {
    return this.#run("describeSecret", name, options, async () => {
      const { type, entries, revision, createdAt, updatedAt } = this.#found(name);
      const keys = Object.keys(entries).toSorted();
      return { name, type, keys, revision, createdAt, updatedAt, owned: type !== undefined };
    });
  }

  updateSecret(secret: Secret<object>, options: GuardedWriteOptions = {}): Promise<Revision> {
    const { name, type } = secret;
    return this.#run("updateSecret", name, options, async () => {
      const entries = await this.#entries(secret);
      const stored = this.#owned(name, undefined);
      if (stored.type !== type) throw refusal("SCHEMA_MISMATCH");
      this.#owned(name, options.ifRevision);
      return this.#commit(name, type, entries, stored.createdAt);
    });
  }

  modifySecret(
    name: string,
    change: (content: ArbitraryContent) => ArbitraryContent | PromiseLike<ArbitraryContent>,
    options?: OperationOptions,
  ): Promise<Revision> {
    return this.#run("modifySecret", name, options, async () => {
      for (;;) {
        const { type = "arbitrary", entries, revision, createdAt } = this.#owned(name, undefined);
        const secret = arbitrarySchema.create(name, await change(entries));
        const changed = await this.#entries(secret);
        // Nobody comes between this look and the commit: both happen in one turn of the event loop.
        if (this.#owned(name, undefined).revision === revision) {
          return this.#commit(name, type, changed, createdAt);
        }
      }
    });
  }

  deleteSecret(name: string, options: GuardedWriteOptions = {}): Promise<void> {
    return this.#run("deleteSecret", name, options, async () => {
      this.#owned(name, options.ifRevision);
      this.#kept.delete(name);
    });
  }

  async deleteAllSecrets(options?: OperationOptions): Promise<DeleteAllResult> {
    const names = await this.#names("deleteAllSecrets", options);
    // Not the names that were listed: somebody else may have deleted some of them meanwhile.
    const deleted = names.filter((name) => this.#kept.delete(name)).length;
    return { deleted, failed: new Map() };
  }

  getSecretHistory(name: string): Promise<never> {
    return this.#run("getSecretHistory", name, {}, unsupported);
  }

  rollbackSecret(name: string): Promise<never> {
    return this.#run("rollbackSecret", name, {}, unsupported);
  }

  undeleteSecret(name: string): Promise<never> {
    return this.#run("undeleteSecret", name, {}, unsupported);
  }

  adoptSecret(name: string): Promise<never> {
    return this.#run("adoptSecret", name, {}, unsupported);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#working);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async *#list(operation: string, options: ListSecretsOptions = {}): AsyncGenerator<SecretSummary> {
    const { prefix = "", signal } = options;
    const isUnowned = "owned" in options && options.owned === false;
    await this.#run(operation, undefined, { signal }, isUnowned ? unsupported : nothing);
    const present = [...this.#kept];
    for (const [name, { type, revision, createdAt, updatedAt }] of present) {
      if (type === undefined || !name.startsWith(prefix)) continue;
      await this.#run(operation, undefined, { signal }, nothing);
      yield { name, type, revision, createdAt, updatedAt };
    }
  }

  async #names(operation: string, options: OperationOptions | undefined): Promise<string[]> {
    const names: string[] = [];
    for await (const { name } of this.#list(operation, options)) names.push(name);
    return names;
  }

  /** Does work that `close` waits for. Its errors say where they come from. */
  async #run<T>(
    operation: string,
    name: string | undefined,
    options: OperationOptions = {},
    work: () => Promise<T>,
  ): Promise<T> {
    const outcome = reads.has(operation) ? undefined : "not_applied";
    let working: Promise<T> | undefined;
    try {
      if (this.#closed) throw refusal("CLOSED");
      if (options.signal?.aborted === true) throw refusal("ABORTED");
      if (name?.startsWith("id:") === true) throw refusal("UNSUPPORTED");
      if (name !== undefined && !isSecretName(name)) throw refusal("INVALID_NAME");
      working = work();
      this.#working.add(working);
      return await working;
    } catch (error) {
      throw explained(error, { operation, secret: name, outcome });
    } finally {
      if (working !== undefined) this.#working.delete(working);
    }
  }

  #found(name: string): KeptSecret {
    const kept = this.#kept.get(name);
    if (kept === undefined) throw refusal("SECRET_NOT_FOUND");
    return kept;
  }

  #owned(name: string, ifRevision: Revision | undefined): KeptSecret {
    const kept = this.#found(name);
    if (kept.type === undefined) throw refusal("NOT_OWNED");
    if (ifRevision !== undefined && kept.revision !== ifRevision)
      throw refusal("REVISION_CONFLICT");
    return kept;
  }

  async #secret(
    name: string,
    schema: AnySchema | undefined,
    { revision, keys }: Pick<GetSecretOptions, "revision" | "keys">,
  ): Promise<Secret> {
    const { type = "arbitrary", entries, revision: present } = this.#found(name);
    if (revision !== undefined && revision !== present) throw refusal("REVISION_NOT_FOUND");
    if (schema !== undefined && schema.TYPE !== "arbitrary" && schema.TYPE !== type) {
      throw refusal("SCHEMA_MISMATCH");
    }
    if (schema?.TYPE !== "arbitrary" && this.#registry.has(type)) {
      const fitting = await this.#registry.get(type);
      const { kind } = fitting.decode(new Map(Object.entries(entries)), { keys });
      if (kind === "invalid") throw refusal("INVALID_VALUE");
    }
    return new HandWrittenSecret({ name, type, revision: present }, entries, keys);
  }

  /** What is to be stored of a secret that a caller passes in. */
  async #entries(secret: Secret<object>): Promise<ArbitraryContent> {
    if (HandWrittenSecret.isPart(secret)) throw refusal("INVALID_VALUE");
    const encoded = (await this.#registry.get(secret.type)).encode(secret.content);
    if (encoded.kind === "invalid") throw refusal("INVALID_VALUE");
    if (isTooLarge(secret.name, encoded.entries)) throw refusal("LIMIT_EXCEEDED");
    return contentOf(encoded.entries);
  }

  #commit(name: string, type: string, entries: ArbitraryContent, createdAt: Date): Revision {
    const revision = crypto.randomUUID();
    this.#kept.set(name, { type, entries, revision, createdAt, updatedAt: new Date() });
    return revision;
  }
}

async function nothing(): Promise<void> {}

async function unsupported(): Promise<never> {
  throw refusal("UNSUPPORTED");
}

function isSchema(value: object | undefined): value is AnySchema {
  return value !== undefined && "TYPE" in value;
}
