import type { Database } from "./database.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { FORMAT } from "./store-header.ts";

/** `kist` in ASCII: tells our files from those of other programs. */
const APPLICATION_ID = 0x6b697374;

/** What SQLite keeps of each in its own table, word by word. */
const tables = [
  `CREATE TABLE store (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    header TEXT NOT NULL,
    digest BLOB NOT NULL
  ) STRICT`,
  `CREATE TABLE secret (
    path TEXT NOT NULL PRIMARY KEY,
    type TEXT NOT NULL,
    number INTEGER NOT NULL,
    revision TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    sealed BLOB NOT NULL
  ) STRICT`,
  `CREATE TABLE earlier (
    path TEXT NOT NULL,
    number INTEGER NOT NULL,
    revision TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (path, number)
  ) STRICT, WITHOUT ROWID`,
];

/** What marks a file as a store of this format. */
const marks = [`PRAGMA application_id = ${APPLICATION_ID}`, `PRAGMA user_version = ${FORMAT}`];

/** Refuses files of later formats and of other programs, and those that are no stores any more. */
export function assertStore(database: Database): void {
  const pragma = (name: string): unknown => database.get(`PRAGMA ${name}`)?.[name];
  const version = Number(pragma("user_version"));
  const application = Number(pragma("application_id"));
  if (application === 0 && Number(pragma("page_count")) === 0) {
    throw new LocalStoreError(
      "damaged",
      `${database.file} is empty`,
      "restore the store from a copy; if it was never used, remove the file",
    );
  }
  if (application !== APPLICATION_ID) {
    throw new LocalStoreError(
      "unsuitable",
      `${database.file} is a database of another program, or its head is damaged`,
      "give another path, or restore the store from a copy",
    );
  }
  if (version > FORMAT) {
    throw new LocalStoreError(
      "newer-format",
      `the store is of format ${version}; this version of @keykist/local reads formats up to ${FORMAT}`,
      "install a later @keykist/local",
    );
  }
  if (pragma("journal_mode") !== "delete") {
    throw new LocalStoreError(
      "damaged",
      `the head of the store ${database.file} is damaged, or another program changed its journal mode`,
      "restore the store from a copy",
    );
  }
  // Older formats have other tables, and are brought to this one first.
  if (version === FORMAT) assertTables(database);
}

function assertTables(database: Database): void {
  const texts = new Set(database.all("SELECT sql FROM sqlite_schema").map(({ sql }) => sql));
  // The table `secret` has an index without a text, which SQLite made by itself.
  const expected = new Set<unknown>([...tables, null]);
  if (texts.size === expected.size && [...texts].every((text) => expected.has(text))) return;
  throw new LocalStoreError(
    "damaged",
    `the tables of the store ${database.file} are not those that were made`,
    "restore the store from a copy",
  );
}

/** Makes the tables. Within a transaction. */
export function createTables(database: Database): void {
  for (const statement of [...tables, ...marks]) database.run(statement);
}
