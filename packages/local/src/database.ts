import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { isBusy, isReadOnly } from "./errors.ts";
import { LocalStoreError } from "./local-store-error.ts";
import type { SqliteModule } from "./sqlite.ts";

/**
 * Rollback journal, full synchronisation, and the folder synchronised after the journal is gone: what was
 * acknowledged survives a power cut (https://www.sqlite.org/pragma.html#pragma_synchronous). A lock that is
 * held is reported at once; waiting is done outside, where it can be aborted.
 */
const settings = [
  "PRAGMA busy_timeout = 0",
  "PRAGMA synchronous = EXTRA",
  "PRAGMA secure_delete = ON",
  "PRAGMA temp_store = MEMORY",
  "PRAGMA cell_size_check = ON",
  "PRAGMA trusted_schema = OFF",
];

/** Tries to end a transaction that readers hold up, a millisecond apart, before the lock is given back. */
const COMMIT_TRIES = 5;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * One connection to the file of a store. All of it is synchronous; nothing waits for a lock. Every statement is
 * prepared and none goes through `exec`, whose errors have no result code under Deno.
 */
export class Database {
  readonly file: string;
  readonly #sqlite: SqliteModule;
  readonly #readOnly: boolean;
  #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #identity: string;

  constructor(sqlite: SqliteModule, file: string, options: { readonly readOnly: boolean }) {
    this.file = file;
    this.#identity = identityOf(file);
    this.#sqlite = sqlite;
    this.#readOnly = options.readOnly;
    this.#connection = connect(sqlite, file, options);
  }

  /** The first row of a query. */
  get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  /** All rows of a query. */
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#statement(sql).all(...values);
  }

  /** Runs a change, and says how many rows it changed. */
  run(sql: string, ...values: readonly SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }

  /** Runs queries that see one state of the file. */
  snapshot<T>(work: () => T): T {
    this.run("BEGIN");
    try {
      return work();
    } finally {
      this.rollBack();
    }
  }

  /** Runs work that sees one state of the file, and is there whole or not at all. */
  transaction<T>(work: () => T): T {
    return this.#writing(() => this.#transaction(work));
  }

  /** Begins a transaction that is worked on in pieces; it ends with {@link commit} or {@link rollBack}. */
  begin(): void {
    this.#writing(() => {
      this.assertInPlace();
      this.run("BEGIN IMMEDIATE");
      try {
        // Where SQLite has the file open for reading only, it says so at the first statement that would write.
        this.run("UPDATE store SET id = id WHERE FALSE");
      } catch (error) {
        this.rollBack();
        throw error;
      }
    });
  }

  /** Does work that writes; once more where the file was open for reading only by mishap. */
  #writing<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!this.#isReadOnlyByMishap(error)) throw error;
    }
    this.#reconnect();
    try {
      return work();
    } catch (error) {
      if (!this.#isReadOnlyByMishap(error)) throw error;
      throw new LocalStoreError(
        "failing",
        `the store ${this.file} cannot be opened for writing, although its permissions allow it`,
        "look at the disk and at the system's log",
      );
    }
  }

  #transaction<T>(work: () => T): T {
    this.assertInPlace();
    this.run("BEGIN IMMEDIATE");
    try {
      const answer = work();
      this.#commit();
      return answer;
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  /** Begins to see one state of the file, from the first query on; it ends with {@link rollBack}. */
  beginReading(): void {
    this.assertInPlace();
    this.run("BEGIN");
  }

  /** Makes a transaction count. Where readers hold it up it fails as busy, and can be tried again. */
  commit(): void {
    this.run("COMMIT");
  }

  /** Takes a transaction back; where there is none, nothing. */
  rollBack(): void {
    try {
      this.run("ROLLBACK");
    } catch {
      // SQLite has rolled back by itself, as it does after some errors; the first error is the one to tell.
    }
  }

  /** Fails where the file is gone, or another stands in its place: what is written now would be lost. */
  assertInPlace(): void {
    if (identityOf(this.file) !== this.#identity) {
      throw new LocalStoreError(
        "replaced",
        `the store ${this.file} was replaced while it was open`,
        "try again",
      );
    }
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  /**
   * SQLite opens a file for reading where opening it for writing fails, also where only the disk failed for
   * a moment or the permissions were put right since; the connection would stay so to its end.
   */
  #isReadOnlyByMishap(error: unknown): boolean {
    const mayWrite = isWritable(this.file) && isWritable(path.dirname(this.file));
    return !this.#readOnly && isReadOnly(error) && mayWrite;
  }

  #reconnect(): void {
    const connection = connect(this.#sqlite, this.file, { readOnly: false });
    this.close();
    this.#connection = connection;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #commit(): void {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.run("COMMIT");
        return;
      } catch (error) {
        // A reader is in the file; no new one gets in, and reading takes well under a millisecond.
        if (!isBusy(error) || attempt === COMMIT_TRIES) throw error;
        Atomics.wait(pause, 0, 0, 1);
      }
    }
  }
}

function connect(
  sqlite: SqliteModule,
  file: string,
  options: { readonly readOnly: boolean },
): DatabaseSync {
  const connection = new sqlite.DatabaseSync(file, { readOnly: options.readOnly });
  try {
    for (const setting of settings) connection.prepare(setting).all();
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Which file stands at a path. */
function identityOf(file: string): string {
  const status = statSync(file, { bigint: true, throwIfNoEntry: false });
  return status === undefined ? "" : `${status.dev}:${status.ino}`;
}
