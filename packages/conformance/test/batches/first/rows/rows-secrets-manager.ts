import {
  BaseSecretsManager,
  type Call,
  type Capabilities,
  type Classification,
  configFields,
  type ConfigSchema,
  type CreateOutcome,
  type Entries,
  type FlavorClass,
  type HistoryEntry,
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
import { RowsDatabase, secretRow, type SecretRow } from "./rows-database.ts";
import { RowsError, rowsTable } from "./rows-error.ts";

export type RowsOptions = SecretsManagerOptions & { readonly database?: RowsDatabase | undefined };

/** Secrets of one page of a listing. */
export const ROWS_PAGE = 50;

/** A row for each key, and one for the secret; each operation is a transaction. */
export class RowsSecretsManager extends BaseSecretsManager {
  static override readonly FLAVOR: string = "rows";
  static override readonly configSchema: ConfigSchema<object> = configFields({});
  static override readonly capabilities: Capabilities = {
    // "cooperative": who changes rows of `entries` in SQL need not give them a new revision.
    exclusiveCreate: "cooperative",
    guardedUpdate: "cooperative",
    guardedDelete: "cooperative",
    readAfterWrite: "strong",
    listAfterWrite: "strong",
    atomicUpdate: true,
    write: true,
    adopt: false,
    history: "previous",
    deletion: "immediate",
    nativeReads: "none",
    readsById: false,
    limits: { valueBytes: 65_536, secretBytes: 1_048_576, keys: 1000, names: 200 },
  };
  readonly #database: RowsDatabase;

  constructor(config: object = {}, options: RowsOptions = {}) {
    super(config, options);
    this.#database = options.database ?? new RowsDatabase();
  }

  protected get database(): RowsDatabase {
    return this.#database;
  }

  protected override doCreate(
    { full }: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    return this.transaction("insert", call, (): CreateOutcome => {
      if (this.database.secret(full) !== undefined) return { kind: "exists" };
      const revision = this.database.newRevision();
      const now = call.clock.now();
      const sql = "INSERT INTO secrets (path, type, revision, created_at, updated_at)";
      this.database.run(`${sql} VALUES (?, ?, ?, ?, ?)`, full, record.type, revision, now, now);
      this.insertEntries(full, record.entries);
      return { kind: "created", revision };
    });
  }

  protected override doRead({ full }: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    return this.looking("select", call, () => {
      const row = this.database.secret(full);
      return row && storedRecord(row, this.database.entries(full));
    });
  }

  protected override doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    return this.transaction("update", call, (): ReplaceOutcome => {
      const found = this.find(path, record.type, expected);
      if (found.kind !== "found") return found;
      this.keepPrevious(found.row);
      return { kind: "replaced", revision: this.overwrite(path.full, record.entries, call) };
    });
  }

  protected override doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    return this.transaction("delete", call, (): RemoveOutcome => {
      const found = this.find(path, undefined, expected);
      if (found.kind === "type_mismatch") throw new TypeError("no type was asked for");
      if (found.kind !== "found") return found;
      this.deleteRows(path.full);
      return { kind: "removed" };
    });
  }

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    for (let last: string | undefined = ""; last !== undefined;) {
      const after: string = last;
      const rows = await this.looking("select page", call, () => this.page(prefix, after));
      yield* rows.map(({ path, type, revision, createdAt, updatedAt }) => {
        return { path, type, revision, owned: type !== undefined, createdAt, updatedAt };
      });
      last = rows.at(-1)?.path;
    }
  }

  protected override doHistory(
    { full }: SecretPath,
    call: Call,
  ): Promise<readonly HistoryEntry[] | undefined> {
    return this.looking("select history", call, () => {
      const row = this.database.secret(full);
      if (row === undefined) return undefined;
      const { revision, updatedAt: createdAt, previousRevision, previousAt } = row;
      const current = { revision, createdAt, keys: [...this.database.entries(full).keys()] };
      if (previousRevision === undefined) return [current];
      const keys = [...this.database.entries(full, "previous_entries").keys()];
      return [current, { revision: previousRevision, createdAt: previousAt, keys }];
    });
  }

  protected override doReadRevision(
    { full }: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    return this.looking("select revision", call, () => {
      const row = this.database.secret(full);
      if (row?.revision === revision) return storedRecord(row, this.database.entries(full));
      if (row === undefined || row.previousRevision !== revision) return undefined;
      const previous = storedRecord(row, this.database.entries(full, "previous_entries"));
      return { ...previous, revision, updatedAt: row.previousAt };
    });
  }

  protected override classify(error: unknown): Classification | undefined {
    return error instanceof RowsError ? rowsTable.get(error.code) : undefined;
  }

  protected transaction<T>(name: string, call: Call, work: () => T): Promise<T> {
    return call.step(name, () => this.database.transaction(work));
  }

  protected looking<T>(name: string, call: Call, work: () => T): Promise<T> {
    return call.step(name, () => this.database.transaction(work), { mutates: false });
  }

  /** The row that a write may change, or why it may not. */
  protected find(
    { full }: SecretPath,
    type: string | undefined,
    expected: Revision | undefined,
  ): Found {
    const row = this.database.secret(full);
    if (row === undefined) return { kind: "absent" };
    if (row.type === undefined) return { kind: "not_owned" };
    if (type !== undefined && type !== row.type)
      return { kind: "type_mismatch", storedType: row.type };
    if (expected !== undefined && expected !== row.revision) return { kind: "conflict" };
    return { kind: "found", row };
  }

  protected insertEntries(path: string, entries: Entries): void {
    for (const [key, value] of entries) {
      this.database.run("INSERT INTO entries VALUES (?, ?, ?)", path, key, value);
    }
  }

  /** Puts these entries in the place of all that are there; answers the new revision. */
  protected overwrite(path: string, entries: Entries, call: Call): Revision {
    const revision = this.database.newRevision();
    this.database.run("DELETE FROM entries WHERE path = ?", path);
    this.insertEntries(path, entries);
    const sql = "UPDATE secrets SET revision = ?, updated_at = ? WHERE path = ?";
    this.database.run(sql, revision, call.clock.now(), path);
    return revision;
  }

  protected keepPrevious({ path, revision, updatedAt }: SecretRow): void {
    this.database.run("DELETE FROM previous_entries WHERE path = ?", path);
    this.database.run("INSERT INTO previous_entries SELECT * FROM entries WHERE path = ?", path);
    const sql = "UPDATE secrets SET previous_revision = ?, previous_at = ? WHERE path = ?";
    this.database.run(sql, revision, updatedAt.getTime(), path);
  }

  protected deleteRows(path: string): void {
    for (const table of ["secrets", "entries", "previous_entries"]) {
      this.database.run(`DELETE FROM ${table} WHERE path = ?`, path);
    }
  }

  /** The rows of a page, in order of their paths, behind the path `after`. */
  protected page(prefix: string, after: string): readonly SecretRow[] {
    const where = "path > ? AND substr(path, 1, length(?)) = ?";
    const sql = `SELECT * FROM secrets WHERE ${where} ORDER BY path LIMIT ${ROWS_PAGE}`;
    return this.database.all(sql, after, prefix, prefix).map(secretRow);
  }
}

type Found =
  | { readonly kind: "found"; readonly row: SecretRow }
  | Extract<ReplaceOutcome, { readonly kind: "type_mismatch" }>
  | Refusal;

function storedRecord(row: SecretRow, entries: Entries): StoredRecord {
  const { type, revision, createdAt, updatedAt } = row;
  return { type, revision, entries, owned: type !== undefined, createdAt, updatedAt };
}

RowsSecretsManager satisfies FlavorClass;
