import {
  BaseSecretsManager,
  type Call,
  type Capabilities,
  type Classification,
  configFields,
  type ConfigSchema,
  type CreateOutcome,
  type FlavorClass,
  type RecordSummary,
  type RemoveOutcome,
  type ReplaceOutcome,
  type SecretPath,
  type SecretsManagerOptions,
  type StoredRecord,
} from "@keykist/core";
import {
  DocumentError,
  DocumentSource,
  documentTable,
  isPublished,
  type PublishedSecret,
} from "./document-source.ts";

export type DocumentOptions = SecretsManagerOptions & {
  readonly source?: DocumentSource | undefined;
};

/** Reads secrets in a document that somebody else publishes. */
export class DocumentSecretsManager extends BaseSecretsManager {
  static override readonly FLAVOR: string = "document";
  static override readonly configSchema: ConfigSchema<object> = configFields({});
  static override readonly capabilities: Capabilities = {
    exclusiveCreate: "none",
    guardedUpdate: "none",
    guardedDelete: "none",
    readAfterWrite: "strong",
    listAfterWrite: "strong",
    atomicUpdate: true,
    write: false,
    adopt: false,
    history: "none",
    deletion: "immediate",
    nativeReads: "none",
    readsById: false,
    limits: { valueBytes: 1_048_576, secretBytes: 4_194_304, keys: 10_000, names: 200 },
  };
  readonly #source: DocumentSource;

  constructor(config: object = {}, options: DocumentOptions = {}) {
    super(config, options);
    this.#source = options.source ?? new DocumentSource();
  }

  protected get source(): DocumentSource {
    return this.#source;
  }

  protected override doCreate(): Promise<CreateOutcome> {
    return Promise.reject(new DocumentError(405));
  }

  protected override doReplace(): Promise<ReplaceOutcome> {
    return Promise.reject(new DocumentError(405));
  }

  protected override doRemove(): Promise<RemoveOutcome> {
    return Promise.reject(new DocumentError(405));
  }

  protected override async doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    const secret = this.secretOf(await this.document(call), path);
    return secret && storedRecord(secret);
  }

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    for (const secret of await this.document(call)) {
      if (!secret.path.startsWith(prefix)) continue;
      const { entries: _entries, ...summary } = storedRecord(secret);
      yield { path: secret.path, ...summary };
    }
  }

  protected override classify(error: unknown): Classification | undefined {
    return error instanceof DocumentError ? documentTable.get(error.status) : undefined;
  }

  /** The secret of a path in the document. */
  protected secretOf(
    secrets: readonly PublishedSecret[],
    { full }: SecretPath,
  ): PublishedSecret | undefined {
    return secrets.find(({ path }) => path === full);
  }

  /** The document as it is published now. */
  protected async document(call: Call): Promise<readonly PublishedSecret[]> {
    return this.parsed(await call.step("fetch", () => this.source.fetch(), { mutates: false }));
  }

  protected parsed(text: string): readonly PublishedSecret[] {
    try {
      const secrets: unknown = JSON.parse(text);
      if (Array.isArray(secrets) && secrets.every(isPublished)) return secrets;
    } catch {
      // What JSON.parse says quotes the text.
    }
    throw new DocumentError(422);
  }
}

function storedRecord({ type, revision, publishedAt, entries }: PublishedSecret): StoredRecord {
  return {
    type,
    owned: type !== undefined,
    revision,
    entries: new Map(Object.entries(entries)),
    updatedAt: new Date(publishedAt),
  };
}

DocumentSecretsManager satisfies FlavorClass;
