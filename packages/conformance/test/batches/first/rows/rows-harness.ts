import type { ConformanceHarness } from "@keykist/conformance";
import { RowsDatabase } from "./rows-database.ts";
import { RowsError } from "./rows-error.ts";
import { ROWS_PAGE, type RowsOptions, RowsSecretsManager } from "./rows-secrets-manager.ts";

/** A class of managers of rows: the correct one, or one that is broken. */
export type RowsClass = new (config: object, options: RowsOptions) => RowsSecretsManager;

/** Puts a secret into the tables as another program would. */
function insert(
  database: RowsDatabase,
  path: string,
  entries: Readonly<Record<string, string>>,
  type: string | null,
): void {
  for (const table of ["secrets", "entries", "previous_entries"]) {
    database.run(`DELETE FROM ${table} WHERE path = ?`, path);
  }
  const now = Date.now();
  const sql = "INSERT INTO secrets (path, type, revision, created_at, updated_at)";
  database.run(`${sql} VALUES (?, ?, ?, ?, ?)`, path, type, database.newRevision(), now, now);
  for (const [key, value] of Object.entries(entries)) {
    database.run("INSERT INTO entries VALUES (?, ?, ?)", path, key, value);
  }
}

/** The harness of a class of managers over a database in this process. */
export function rowsHarness(Manager: RowsClass = RowsSecretsManager): ConformanceHarness {
  return {
    flavor: "rows",
    backend: "a database in this process",
    pageSize: ROWS_PAGE,
    refusal: () => new RowsError("42501"),
    faults: {
      denied: () => new RowsError("42501"),
      unauthenticated: () => new RowsError("28000"),
      throttled: () => new RowsError("53300"),
      unavailable: () => new RowsError("08006"),
    },
    open: async () => {
      const database = new RowsDatabase();
      return {
        manager: (config, options) => new Manager(config, { ...options, database }),
        peek: async (path) => {
          const row = database.secret(path);
          if (row === undefined) return undefined;
          const entries = Object.fromEntries(database.entries(path));
          return { entries, type: row.type, owned: row.type !== undefined };
        },
        plant: async (path, entries, { owned, type = "arbitrary" }) => {
          database.transaction(() => {
            insert(database, path, entries, owned ? type : null);
          });
        },
        fill: async (paths) => {
          database.transaction(() => {
            for (const path of paths) insert(database, path, { key: "value" }, "arbitrary");
          });
        },
        calls: () => database.calls,
        close: async () => {
          database.close();
        },
      };
    },
  };
}
