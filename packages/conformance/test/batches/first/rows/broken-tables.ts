import type { Call, Entries, Revision, SecretPath } from "@keykist/core";
import { type BrokenFlavor, brokenFlavor } from "../broken-flavor.ts";
import { contentOf, onStage, register, show, update } from "../stage.ts";
import { secretRow, type SecretRow } from "./rows-database.ts";
import { rowsHarness } from "./rows-harness.ts";
import { ROWS_PAGE, RowsSecretsManager } from "./rows-secrets-manager.ts";

/** Deletes by a pattern, in which `_` stands for any character and letters have no case. */
class DeletesByPattern extends RowsSecretsManager {
  protected override deleteRows(path: string): void {
    this.database.run("DELETE FROM secrets WHERE path = ?", path);
    this.database.run("DELETE FROM entries WHERE path LIKE ?", path);
    this.database.run("DELETE FROM previous_entries WHERE path LIKE ?", path);
  }
}

/** Lists between a prefix and the same with the last letter behind it. */
class ListsUpToZ extends RowsSecretsManager {
  protected override page(prefix: string, after: string): readonly SecretRow[] {
    const where = "path > ? AND path BETWEEN ? AND ? || 'z'";
    const sql = `SELECT * FROM secrets WHERE ${where} ORDER BY path LIMIT ${ROWS_PAGE}`;
    return this.database.all(sql, after, prefix, prefix).map(secretRow);
  }
}

/** Replaces rows one by one, and deletes those of other keys, if there are keys to be other than. */
class KeepsTheLastKeys extends RowsSecretsManager {
  protected override overwrite(path: string, entries: Entries, call: Call): Revision {
    const revision = this.database.newRevision();
    for (const [key, value] of entries) {
      this.database.run("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", path, key, value);
    }
    const keys = [...entries.keys()];
    if (keys.length > 0) {
      const marks = keys.map(() => "?").join(", ");
      this.database.run(
        `DELETE FROM entries WHERE path = ? AND key NOT IN (${marks})`,
        path,
        ...keys,
      );
    }
    const sql = "UPDATE secrets SET revision = ?, updated_at = ? WHERE path = ?";
    this.database.run(sql, revision, call.clock.now(), path);
    return revision;
  }
}

/** Rows that one statement inserts. */
const CHUNK = 500;

/** Inserts many rows in chunks, and forgets the last one where it is not full. */
class InsertsFullChunks extends RowsSecretsManager {
  protected override insertEntries(path: string, entries: Entries): void {
    const rows = [...entries];
    const insert = (some: typeof rows): void => {
      if (some.length === 0) return;
      const marks = some.map(() => "(?, ?, ?)").join(", ");
      const values = some.flatMap(([key, value]) => [path, key, value]);
      this.database.run(`INSERT INTO entries VALUES ${marks}`, ...values);
    };
    if (rows.length <= CHUNK) insert(rows);
    else {
      for (let start = 0; start + CHUNK <= rows.length; start += CHUNK) {
        insert(rows.slice(start, start + CHUNK));
      }
    }
  }
}

/** Deletes all of a scope in one statement, by what the paths of the scope begin with. */
class DeletesByPrefix extends RowsSecretsManager {
  protected override async *doRemoveAll(
    paths: readonly SecretPath[],
    call: Call,
  ): ReturnType<RowsSecretsManager["doRemoveAll"]> {
    const [first] = paths;
    if (first === undefined) return;
    const prefix = first.full.slice(0, -first.name.length);
    const where = "type IS NOT NULL AND substr(path, 1, length(?)) = ?";
    const deleted = await this.transaction("delete all", call, () => {
      const select = `SELECT path FROM secrets WHERE ${where}`;
      const rows = this.database.all(select, prefix, prefix);
      for (const table of ["entries", "previous_entries"]) {
        const sql = `DELETE FROM ${table} WHERE path IN (${select})`;
        this.database.run(sql, prefix, prefix);
      }
      this.database.run(`DELETE FROM secrets WHERE ${where}`, prefix, prefix);
      return new Set(rows.map(({ path }) => path));
    });
    for (const path of paths) {
      yield { path, outcome: { kind: deleted.has(path.full) ? "removed" : "absent" } };
    }
  }
}

export const brokenTables: readonly BrokenFlavor[] = [
  brokenFlavor({
    id: "rows-deletes-by-pattern",
    defect: "a deletion takes the name for a pattern, and empties every secret that it matches",
    sentence: "each operation does what its page says, to what it was asked to and nothing else",
    base: "rows",
    harness: rowsHarness(DeletesByPattern),
    shows: onStage(async ({ manager }) => {
      const rows = await manager();
      await register(rows, "prod_db", { password: "x" });
      await register(rows, "prod-db", { password: "y" });
      await rows.deleteSecret("prod_db");
      const isEmpty = (await contentOf(rows, "prod-db")) === "{}";
      return show(isEmpty, "deleting one secret has emptied another of a similar name");
    }),
  }),
  brokenFlavor({
    id: "rows-lists-up-to-z",
    defect: "a listing ends at the prefix with a z behind it",
    sentence: "The sorted names (not keys: the word is ZenML's) of the secrets of this scope.",
    base: "rows",
    harness: rowsHarness(ListsUpToZ),
    shows: onStage(async ({ manager }) => {
      const rows = await manager();
      await register(rows, "zebra", { password: "x" });
      const { deleted } = await rows.deleteAllSecrets();
      return show(
        deleted === 0,
        "a secret whose name begins with z is neither listed nor deleted with all",
      );
    }),
  }),
  brokenFlavor({
    id: "rows-keeps-the-last-keys",
    defect: "an update to no keys at all deletes none",
    sentence: "a full, atomic replacement: new keys appear, absent keys go",
    base: "rows",
    harness: rowsHarness(KeepsTheLastKeys),
    shows: onStage(async ({ manager }) => {
      const rows = await manager();
      await register(rows, "db", { password: "revoked" });
      await update(rows, "db", {});
      const isThere = (await contentOf(rows, "db")).includes("revoked");
      return show(isThere, "a secret that was emptied holds what it held before");
    }),
  }),
  brokenFlavor({
    id: "rows-inserts-full-chunks",
    defect: "of more than 500 keys, those behind the last full 500 are not stored",
    sentence: "The largest sizes that a manager accepts.",
    base: "rows",
    harness: rowsHarness(InsertsFullChunks),
    shows: onStage(async ({ manager }) => {
      const rows = await manager();
      const keys = Array.from({ length: 700 }, (_, index): [string, string] => [
        `key_${index}`,
        "x",
      ]);
      await register(rows, "db", Object.fromEntries<string>(keys));
      const { keys: stored } = await rows.describeSecret("db");
      return show(stored.length < 700, "of 700 keys that were acknowledged, 500 are stored");
    }),
  }),
  brokenFlavor({
    id: "rows-deletes-by-prefix",
    defect: "all secrets are deleted by the prefix of their scope, and that of scope none is empty",
    sentence: "no scope lists, reads, updates or deletes another's secrets",
    base: "rows",
    harness: rowsHarness(DeletesByPrefix),
    shows: onStage(async ({ manager, backend }) => {
      await register(await manager({ scope: "global" }), "db", { password: "of all" });
      const rows = await manager();
      await register(rows, "mine", { password: "x" });
      await rows.deleteAllSecrets();
      const isGone = (await backend.peek?.("keykist/global/db")) === undefined;
      return show(isGone, "deleting all secrets of one scope has deleted those of the others");
    }),
  }),
];
