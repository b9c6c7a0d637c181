import {
  type AdoptOutcome,
  BaseSecretsManager,
  type Call,
  type Capabilities,
  type Classification,
  configFields,
  type ConfigSchema,
  type CreateOutcome,
  type Entries,
  type FlavorClass,
  KeykistError,
  type ReadManyAnswer,
  type RecordSummary,
  type Refusal,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
  type SecretsManagerOptions,
  type StoredRecord,
} from "@keykist/core";
import { type ShelfCallOptions, ShelfClient } from "./shelf-client.ts";
import { CHANGED, unlessChanged } from "./unless-changed.ts";
import { DamagedDocumentError, isStatus, ShelfError, shelfTable } from "./shelf-error.ts";
import { shelfCapabilities } from "./shelf-capabilities.ts";
import { bodyOf, isKeykistPath, notesOf, storedRecord, typeOf } from "./shelf-secret.ts";
import {
  SHELF_BATCH,
  type ShelfCondition,
  type ShelfDocument,
  type ShelfHead,
  type ShelfPut,
  ShelfService,
} from "./shelf-service.ts";

export type ShelfOptions = SecretsManagerOptions & { readonly client?: ShelfClient | undefined };

/** One document for each secret, its body plain JSON, changed under the etag that was looked at. */
export class ShelfSecretsManager extends BaseSecretsManager {
  static override readonly FLAVOR: string = "shelf";
  static override readonly configSchema: ConfigSchema<object> = configFields({});
  static override readonly capabilities: Capabilities = shelfCapabilities;
  // Private, so that nobody who prints a manager sees what is behind its client.
  readonly #client: ShelfClient;

  constructor(config: object = {}, options: ShelfOptions = {}) {
    super(config, options);
    this.#client = options.client ?? new ShelfClient(new ShelfService());
  }

  protected get client(): ShelfClient {
    return this.#client;
  }

  protected override encodedBytes({ entries }: SecretRecord): number {
    return Buffer.byteLength(bodyOf(entries));
  }

  protected override async doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    const revision = await this.put(path, record, { ifNoneMatch: "*" }, call);
    return revision === undefined ? { kind: "exists" } : { kind: "created", revision };
  }

  protected override async doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    const document = await this.get(path.full, call);
    return document && this.record(document);
  }

  protected override async doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const found = await this.find(path, record.type, expected, call);
      if (found.kind !== "found") return found;
      const revision = await this.put(path, record, { ifMatch: found.etag }, call);
      if (revision !== undefined) return { kind: "replaced", revision };
      await call.backOff(attempt);
    }
  }

  protected override async doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const found = await this.find(path, undefined, expected, call);
      if (found.kind === "type_mismatch") throw new TypeError("no type was asked for");
      if (found.kind !== "found") return found;
      const condition = { ifMatch: found.etag };
      const isDone = await unlessChanged(() =>
        call.step("DELETE", () => this.client.delete(path.full, condition, this.options(call))),
      );
      if (isDone !== CHANGED) return { kind: "removed" };
      await call.backOff(attempt);
    }
  }

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    for (let from: string | undefined = ""; from !== undefined;) {
      const begin: string = from;
      const page = await call.step(
        "LIST",
        () => this.client.list(prefix, begin, this.options(call)),
        {
          mutates: false,
        },
      );
      yield* page.heads.map((head) => this.summary(head));
      from = page.next;
    }
  }

  protected override async *doReadMany(
    paths: readonly SecretPath[],
    call: Call,
  ): AsyncIterable<ReadManyAnswer> {
    for (let start = 0; start < paths.length; start += SHELF_BATCH) {
      const some = paths.slice(start, start + SHELF_BATCH);
      yield* await this.readBatch(some, call);
    }
  }

  protected override async doReadById(id: string, call: Call): Promise<StoredRecord | undefined> {
    if (isKeykistPath(id)) {
      throw new KeykistError("INVALID_NAME", "this id is the path of a secret of keykist", {
        operation: call.operation,
        hint: "read it by its name, through a manager of its scope",
      });
    }
    const document = await this.get(id, call);
    return document && { ...this.record(document), owned: false, type: undefined };
  }

  protected override async doAdopt(
    path: SecretPath,
    type: string,
    expected: Revision,
    call: Call,
  ): Promise<AdoptOutcome> {
    const patch = this.marks(type);
    try {
      const revision = await call.step("PATCH", () =>
        this.client.patch(path.full, patch, { ifMatch: expected }, this.options(call)),
      );
      return { kind: "adopted", revision };
    } catch (error) {
      if (isStatus(error, 404)) return { kind: "absent" };
      if (isStatus(error, 412)) return { kind: "conflict" };
      throw error;
    }
  }

  protected override classify(error: unknown): Classification | undefined {
    if (error instanceof DamagedDocumentError) return { code: "CORRUPT", retry: "never" };
    return error instanceof ShelfError ? shelfTable.get(error.status) : undefined;
  }

  /** The answers of one call for at most {@link SHELF_BATCH} secrets. */
  protected async readBatch(
    paths: readonly SecretPath[],
    call: Call,
  ): Promise<readonly ReadManyAnswer[]> {
    const keys = paths.map(({ full }) => full);
    const { found, failed } = await call.step(
      "BATCH",
      () => this.client.batchGet(keys, this.options(call)),
      {
        mutates: false,
      },
    );
    const documents = new Map(found.map((document) => [document.key, document]));
    const failures = new Map(failed.map(({ key, status }) => [key, status]));
    return paths.map((path): ReadManyAnswer => {
      const status = failures.get(path.full);
      if (status !== undefined) return { path, error: new ShelfError(status) };
      const document = documents.get(path.full);
      try {
        return { path, record: document && this.record(document) };
      } catch (error) {
        return { path, error };
      }
    });
  }

  /** What each call takes beside its arguments. */
  protected options({ signal }: Call): ShelfCallOptions {
    return { signal };
  }

  /** What makes a document keykist's. */
  protected marks(type: string): Omit<ShelfPut, "body"> {
    return { notes: notesOf(type) };
  }

  protected typeOf(document: ShelfHead): string | undefined {
    return typeOf(document);
  }

  protected record(document: ShelfDocument): StoredRecord {
    return storedRecord(document);
  }

  protected written(type: string, entries: Entries): ShelfPut {
    return { body: bodyOf(entries), ...this.marks(type) };
  }

  protected summary(head: ShelfHead): RecordSummary {
    const { key: path, etag, createdAt, updatedAt } = head;
    const type = this.typeOf(head);
    return { path, type, revision: etag, owned: type !== undefined, createdAt, updatedAt };
  }

  protected get(key: string, call: Call): ReturnType<ShelfClient["get"]> {
    return call.step("GET", () => this.client.get(key, this.options(call)), { mutates: false });
  }

  /** The document that a write may change, or why it may not. */
  protected async find(
    path: SecretPath,
    type: string | undefined,
    expected: Revision | undefined,
    call: Call,
  ): Promise<Refusal | TypeMismatch | { readonly kind: "found"; readonly etag: string }> {
    const document = await this.get(path.full, call);
    if (document === undefined) return { kind: "absent" };
    const storedType = this.typeOf(document);
    if (storedType === undefined) return { kind: "not_owned" };
    if (type !== undefined && type !== storedType) return { kind: "type_mismatch", storedType };
    const { etag } = document;
    return expected === undefined || expected === etag
      ? { kind: "found", etag }
      : { kind: "conflict" };
  }

  /** The new revision; `undefined` where the document is not as the condition says. */
  protected async put(
    path: SecretPath,
    { type, entries }: SecretRecord,
    condition: ShelfCondition,
    call: Call,
  ): Promise<Revision | undefined> {
    const put = this.written(type, entries);
    const etag = await unlessChanged(() =>
      call.step("PUT", () => this.client.put(path.full, put, condition, this.options(call))),
    );
    return etag === CHANGED ? undefined : etag;
  }
}

type TypeMismatch = Extract<ReplaceOutcome, { readonly kind: "type_mismatch" }>;

ShelfSecretsManager satisfies FlavorClass;
