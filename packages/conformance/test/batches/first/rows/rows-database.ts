import { randomUUID } from "node:crypto";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from "node:sqlite";

/** A row of `secrets`. */
export interface SecretRow {
  readonly path: string;
  /** `undefined` where another program made the row. */
  readonly type: string | undefined;
  readonly revision: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The revision of what is in `previous_entries`. */
  readonly previousRevision: string | undefined;
  readonly previousAt: Date | undefined;
}

type Row = Readonly<Record<string, SQLOutputValue>>;

const TABLES = `
  CREATE TABLE secrets (
    path TEXT PRIMARY KEY, type TEXT, revision TEXT NOT NULL, created_at INTEGER, updated_at INTEGER,
    previous_revision TEXT, previous_at INTEGER
  );
  CREATE TABLE entries (path TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (path, key));
  CREATE TABLE previous_entries (path TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (path, key));
  CREATE TABLE leases (path TEXT PRIMARY KEY, holder TEXT, until INTEGER);
  CREATE TABLE revisions (number INTEGER PRIMARY KEY AUTOINCREMENT);
`;

/** A database that several managers share, with transactions; it lives in this process. */
export class RowsDatabase {
  readonly #sqlite = new DatabaseSync(":memory:");
  readonly #origin = randomUUID().slice(0, 8);
  /** Where part of a program has begun a transaction, what others do joins it: there is one connection. */
  #isOpen = false;
  calls = 0;

  constructor() {
    this.#sqlite.exec(TABLES);
  }

  /** Runs all of it, or nothing of it. */
  transaction<T>(work: () => T): T {
    this.calls += 1;
    if (this.#isOpen) return work();
    this.begin();
    try {
      const answer = work();
      this.commit();
      return answer;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  begin(): void {
    if (this.#isOpen) return;
    this.#sqlite.exec("BEGIN");
    this.#isOpen = true;
  }

  commit(): void {
    if (!this.#isOpen) return;
    this.#sqlite.exec("COMMIT");
    this.#isOpen = false;
  }

  rollback(): void {
    if (!this.#isOpen) return;
    this.#sqlite.exec("ROLLBACK");
    this.#isOpen = false;
  }

  run(sql: string, ...values: readonly SQLInputValue[]): number {
    return Number(this.#sqlite.prepare(sql).run(...values).changes);
  }

  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#sqlite.prepare(sql).all(...values);
  }

  /** A revision that no database has given before. */
  newRevision(): string {
    this.run("INSERT INTO revisions DEFAULT VALUES");
    const [row] = this.all("SELECT max(number) AS number FROM revisions");
    return `${this.#origin}:${Number(row?.["number"])}`;
  }

  secret(path: string): SecretRow | undefined {
    const [row] = this.all("SELECT * FROM secrets WHERE path = ?", path);
    return row && secretRow(row);
  }

  entries(path: string, table: "entries" | "previous_entries" = "entries"): Map<string, string> {
    const rows = this.all(`SELECT key, value FROM ${table} WHERE path = ? ORDER BY key`, path);
    return new Map(rows.map(({ key, value }) => [String(key), String(value)]));
  }

  close(): void {
    this.#sqlite.close();
  }
}

export function secretRow(row: Row): SecretRow {
  const type = row["type"];
  const previous = row["previous_revision"];
  const previousAt = row["previous_at"];
  return {
    path: String(row["path"]),
    type: typeof type === "string" ? type : undefined,
    revision: String(row["revision"]),
    createdAt: new Date(Number(row["created_at"])),
    updatedAt: new Date(Number(row["updated_at"])),
    previousRevision: typeof previous === "string" ? previous : undefined,
    previousAt: typeof previousAt === "number" ? new Date(previousAt) : undefined,
  };
}
