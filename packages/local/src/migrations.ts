import type { Database } from "./database.ts";
import { FORMAT } from "./store-header.ts";

/** A step from one format of stores to the next. */
export interface Migration {
  /** The format that it begins with; it ends with the next. */
  readonly from: number;
  /** Changes the tables, the header's `format` and its `check`, and `user_version`. Within a transaction. */
  readonly migrate: (database: Database) => void;
}

/**
 * Every format that was ever published leads to the present one. The rule for a new format:
 *
 * 1. `FORMAT` grows by one, and a migration from the one before is added here; none is ever changed or removed.
 * 2. All steps that a store needs are one transaction: it is of the old format or of the new one.
 * 3. A step needs no key. What is sealed stays as it is, and says by its associated data how it was sealed.
 * 4. In every format, `user_version` is the format, and the table `store` has a row whose `header` is JSON with
 *    `format`: so that a program that is older than the store can say so.
 * 5. docs/local-format.md keeps the old format, and its test vectors are read by tests for as long.
 *
 * There is one format, so there are none yet.
 */
const migrations: readonly Migration[] = [];

/** The steps from a format to the present one, in order. */
export function pendingMigrations(
  format: number | undefined,
  known: readonly Migration[] = migrations,
): readonly Migration[] {
  if (format === undefined) return [];
  return known
    .filter(({ from }) => from >= format && from < FORMAT)
    .toSorted((one, other) => one.from - other.from);
}
