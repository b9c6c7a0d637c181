import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { Database } from "./database.ts";
import { isBusy } from "./errors.ts";
import { chooseKeySource, createKeyFile, newPassphraseCosts } from "./key-source.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { noLocks } from "./lock-probe.ts";
import { assertNotLost } from "./missing-store.ts";
import { newOpeningKey, type OpenedHeader } from "./opening-key.ts";
import { assertOwnFolder } from "./own-place.ts";
import { createPrivateFile, draftOf, ensureFolder, placeDraft } from "./private-file.ts";
import type { SqliteModule } from "./sqlite.ts";
import { EMPTY_DIGEST, sealDigest } from "./store-digest.ts";
import { newHeader } from "./store-header.ts";
import { createTables } from "./store-tables.ts";
import type { StoreCall } from "./retry-while-locked.ts";

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
  await assertNotLost(file, source, options.config);
  for (;;) {
    const costs = source.kind === "passphrase" ? newPassphraseCosts() : undefined;
    const opening = await newOpeningKey(source, costs, options.environment);
    const { openingKey } = opening;
    const { header, keys } = newHeader({ source: source.kind, costs, openingKey });
    const headerText = JSON.stringify(header);
    const placed = await call.step(
      "create the store",
      () => placeStore(sqlite, { headerText, keys, keyFile: opening.keyFile, openingKey }, options),
      // It holds no secrets yet: whatever becomes of it, none is written or lost.
      { mutates: false },
    );
    if (placed === "store") return { headerText, source, openingKey, keys };
    if (placed === "nothing") return undefined;
  }
}

interface NewStore extends Pick<CreatedStore, "headerText" | "keys" | "openingKey"> {
  readonly keyFile: string | undefined;
}

/**
 * Places the key file, if one is to be made, and then the store. The draft of the store exists before the key file and is kept until
 * the store exists, also if that fails. A key file alone would mean that a store was lost.
 *
 * @returns `store` if this call placed it, `nothing` if another process placed the store first, and `other key` if another process
 * placed the key file first, so that the store has to be made for that key
 */
async function placeStore(
  sqlite: SqliteModule,
  { keyFile, openingKey, ...content }: NewStore,
  { file, announce }: OpenStoreOptions,
): Promise<"store" | "nothing" | "other key"> {
  const draft = draftOf(file);
  let isUnfinished = false;
  try {
    await createPrivateFile(draft, "");
    fillStore(new Database(sqlite, draft, { readOnly: false }), content);
    if (keyFile !== undefined) {
      isUnfinished = true;
      if (!(await createKeyFile(keyFile, openingKey))) {
        isUnfinished = false;
        return "other key";
      }
      announce(
        `keykist made the key file ${keyFile}. Keep a copy of it apart from the store: without it nobody can read the store.`,
      );
    }
    const placed = await placeDraft(draft, file);
    isUnfinished = false;
    return placed ? "store" : "nothing";
  } catch (error) {
    // Nobody else knows the draft, and so nobody holds it.
    throw isBusy(error) ? noLocks(file) : error;
  } finally {
    const isNeeded = isUnfinished && keyFile !== undefined && existsSync(keyFile);
    if (!isNeeded) await rm(draft, { force: true });
    await rm(`${draft}-journal`, { force: true });
  }
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
