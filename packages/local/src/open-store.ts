import path from "node:path";
import { createStore } from "./create-store.ts";
import { Database } from "./database.ts";
import { isReadOnly } from "./errors.ts";
import { chooseKeySource } from "./key-source.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { assertLocks } from "./lock-probe.ts";
import { assertNotLost } from "./missing-store.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { type OpenedHeader, openWithSource } from "./opening-key.ts";
import { assertOwnFolder } from "./own-place.ts";
import { assertPrivateFile, assertReadable, statusOf } from "./private-file.ts";
import { loadSqlite, type SqliteModule } from "./sqlite.ts";
import { type StoredHeader, storedHeader } from "./stored-header.ts";
import type { StoreIdentity } from "./store-identity.ts";
import type { StoreHeader, StoreKeys } from "./store-header.ts";
import { sweepDrafts } from "./sweep-drafts.ts";
import { type StoreCall, retryWhileLocked } from "./retry-while-locked.ts";

/** Files that SQLite plays back into a database, whoever made them: a rollback journal, and a log that our stores never have. */
const PLAYED_BACK = ["-journal", "-wal"];

/** A store that can be read, and written unless it was opened for reading only. */
export interface OpenStore {
  readonly database: Database;
  readonly keys: StoreKeys;
  readonly header: StoreHeader;
  /** The header as it was read: another text in its place means another key. */
  readonly headerText: string;
}

/** An open store, and what opened it. */
export interface PresentStore extends Pick<OpenedHeader, "source" | "openingKey"> {
  readonly store: OpenStore;
}

/** Opens a store, and makes it where there is none. Clears away what killed processes left of making one. */
export async function openStore(options: OpenStoreOptions, call: StoreCall): Promise<OpenStore> {
  const { file, config } = options;
  const present = config.readOnly || (await statusOf(file)) !== undefined;
  const { store, source } = await (present
    ? openPresentStore(options, call)
    : openNewStore(options, call));
  await tellOpened(store, options);
  if (!config.readOnly) {
    await sweepDrafts("store", file);
    if (source.kind === "key-file") await sweepDrafts("key file", path.resolve(source.file));
  }
  return store;
}

/** Opens a store, and nothing where there is none: who reads makes none. With `readOnly` it has to be there. */
export async function openStoreIfThere(
  options: OpenStoreOptions,
  call: StoreCall,
): Promise<OpenStore | undefined> {
  const { file, config } = options;
  if (config.readOnly || (await statusOf(file)) !== undefined) return openStore(options, call);
  // What is set and cannot be a key is an error all the same, before someone makes a store with another.
  const source = await chooseKeySource({ ...options, storeFile: file, expected: undefined });
  await assertNotLost(file, source, config);
  return undefined;
}

async function openNewStore(options: OpenStoreOptions, call: StoreCall): Promise<PresentStore> {
  const sqlite = await loadSqlite();
  const created = await createStore(sqlite, options, call);
  const database = await openDatabase(sqlite, options, call);
  try {
    const stored = await storedHeader(database, call);
    if (created?.headerText !== stored.text) {
      return await openHeaderOf(database, stored, options, call);
    }
    const { keys, source, openingKey } = created;
    const store = { database, keys, header: stored.header, headerText: stored.text };
    return { store, source, openingKey };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens the file of a store that is there, and reads its header; makes nothing. */
export async function openPresentFile(
  options: OpenStoreOptions,
  call: StoreCall,
): Promise<{ readonly database: Database; readonly stored: StoredHeader }> {
  const { file } = options;
  const status = await statusOf(file);
  if (status === undefined) throw noStore(file);
  assertPrivateFile(file, status);
  await assertOwnFolder(file, { holds: "store" });
  await assertReadable(file);
  for (const end of PLAYED_BACK) {
    const beside = `${file}${end}`;
    const left = await statusOf(beside);
    if (left !== undefined) assertPrivateFile(beside, left);
  }
  const database = await openDatabase(await loadSqlite(), options, call);
  try {
    return { database, stored: await storedHeader(database, call) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens a store that is there; makes neither a store nor a key. */
export async function openPresentStore(
  options: OpenStoreOptions,
  call: StoreCall,
): Promise<PresentStore> {
  const { database, stored } = await openPresentFile(options, call);
  try {
    return await openHeaderOf(database, stored, options, call);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens a store again that was given another key while it was open. */
export async function reopenStore(
  { database }: OpenStore,
  options: OpenStoreOptions,
  call: StoreCall,
): Promise<OpenStore> {
  const stored = await storedHeader(database, call);
  const { store } = await openHeaderOf(database, stored, options, call);
  await options.onOpen?.(identityOf(store, options));
  return store;
}

async function tellOpened(store: OpenStore, options: OpenStoreOptions): Promise<void> {
  try {
    await options.onOpen?.(identityOf(store, options));
  } catch (error) {
    store.database.close();
    throw error;
  }
}

function identityOf({ header }: OpenStore, { file }: OpenStoreOptions): StoreIdentity {
  return { file, id: header.id, source: header.source };
}

function noStore(file: string): LocalStoreError {
  return new LocalStoreError(
    "unsuitable",
    `there is no store at ${file}`,
    "register a secret without readOnly to make it, or give another path",
  );
}

async function openDatabase(
  sqlite: SqliteModule,
  { file, config }: OpenStoreOptions,
  call: StoreCall,
): Promise<Database> {
  // A reader leaves the folder alone.
  const onLongWait = config.readOnly ? undefined : (): Promise<void> => assertLocks(file);
  const open = (readOnly: boolean): Promise<Database> =>
    retryWhileLocked(
      call,
      { name: "open", mutates: false, onLongWait },
      () => new Database(sqlite, file, { readOnly }),
    );
  if (config.readOnly) return open(true);
  try {
    return await open(false);
  } catch (error) {
    // A file that can only be read is read; what wants to write there fails then, and says so.
    if (!isReadOnly(error)) throw error;
    return open(true);
  }
}

/** Opens a header; where that fails because the key was changed in the meantime, opens the new one. */
async function openHeaderOf(
  database: Database,
  stored: StoredHeader,
  options: OpenStoreOptions,
  call: StoreCall,
): Promise<PresentStore> {
  const { header, text } = stored;
  try {
    const opened = await openWithSource(header, { ...options, storeFile: options.file });
    const { source, openingKey, keys } = opened;
    return { store: { database, keys, header, headerText: text }, source, openingKey };
  } catch (error) {
    if (!(error instanceof LocalStoreError) || error.problem !== "wrong-key") throw error;
    const now = await storedHeader(database, call);
    if (now.text === text) throw error;
    return openHeaderOf(database, now, options, call);
  }
}
