import type { Database } from "./database.ts";
import { pendingMigrations } from "./migrations.ts";
import { parseHeader, type StoreHeader } from "./store-header.ts";
import { assertStore } from "./store-tables.ts";
import { type StoreCall, retryWhileLocked } from "./retry-while-locked.ts";

/** A header as it was read. */
export interface StoredHeader {
  readonly text: string;
  readonly header: StoreHeader;
}

function readHeader(database: Database): StoredHeader {
  assertStore(database);
  const text = headerText(database);
  return { header: parseHeader(text), text: String(text) };
}

/** The text that stands in the place of the header. */
export function headerText(database: Database): unknown {
  return database.get("SELECT header FROM store WHERE id = 1")?.["header"];
}

/** The header of a store, which is brought to the present format first. */
export async function storedHeader(database: Database, call: StoreCall): Promise<StoredHeader> {
  const read = (): Promise<StoredHeader> =>
    retryWhileLocked(call, { name: "read the header", mutates: false }, () => readHeader(database));
  const stored = await read();
  if (pendingMigrations(stored.header.format).length === 0) return stored;
  await retryWhileLocked(call, { name: "migrate", mutates: true }, () => {
    database.transaction(() => {
      const present = readHeader(database);
      for (const { migrate } of pendingMigrations(present.header.format)) migrate(database);
    });
  });
  return read();
}
