import { rm } from "node:fs/promises";
import { Database } from "./database.ts";
import { isBusy } from "./errors.ts";
import { chooseKeySource, newPassphraseCosts } from "./key-source.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { noLocks } from "./lock-probe.ts";
import { newOpeningKey, type OpenedHeader } from "./opening-key.ts";
import { assertOwnFolder } from "./own-place.ts";
import { createPrivateFile, draftOf, ensureFolder, placeDraft } from "./private-file.ts";
import type { SqliteModule } from "./sqlite.ts";
import { EMPTY_DIGEST, sealDigest } from "./store-digest.ts";
import { newHeader } from "./store-header.ts";
import { createTables } from "./store-tables.ts";
import type { StoreCall } from "./when-free.ts";

/** A store that was made here, and what opens it. */
export interface CreatedStore extends OpenedHeader {
  readonly headerText: string;
}

/**
 * Makes a store where there is none. It appears under its name whole or not at all, so that an empty or
 * half-made file is known to be damage.
 *
 * @returns nothing where another process was first
 */
export async function createStore(
  sqlite: SqliteModule,
  options: OpenStoreOptions,
  call: StoreCall,
): Promise<CreatedStore | undefined> {
  const { file } = options;
  await ensureFolder(file);
  await assertOwnFolder(file, { holds: "store" });
  const source = await chooseKeySource({ ...options, storeFile: file, expected: undefined });
  const costs = source.kind === "passphrase" ? newPassphraseCosts() : undefined;
  const openingKey = await newOpeningKey(source, costs, options);
  const { header, keys } = newHeader({ source: source.kind, costs, openingKey });
  const headerText = JSON.stringify(header);
  const draft = draftOf(file);
  const placed = await call.step(
    "create the store",
    async () => {
      try {
        await createPrivateFile(draft, "");
        fillStore(new Database(sqlite, draft, { readOnly: false }), { headerText, keys });
        return await placeDraft(draft, file);
      } catch (error) {
        // Nobody else knows the draft, and so nobody holds it.
        throw isBusy(error) ? noLocks(file) : error;
      } finally {
        await rm(draft, { force: true });
        await rm(`${draft}-journal`, { force: true });
      }
    },
    // It holds no secrets yet: whatever becomes of it, none is written or lost.
    { mutates: false },
  );
  return placed ? { headerText, source, openingKey, keys } : undefined;
}

function fillStore(
  database: Database,
  { headerText, keys }: Pick<CreatedStore, "headerText" | "keys">,
): void {
  try {
    database.transaction(() => {
      createTables(database);
      const digest = sealDigest(EMPTY_DIGEST, keys);
      database.run("INSERT INTO store (id, header, digest) VALUES (1, ?, ?)", headerText, digest);
    });
  } finally {
    database.close();
  }
}
