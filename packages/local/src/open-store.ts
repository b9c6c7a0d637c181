import type { Call } from "@keykist/core";
import type { LocalConfig } from "./config.ts";
import { createStore } from "./create-store.ts";
import { Database } from "./database.ts";
import { isBusy, isReadOnly } from "./errors.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { assertLocks } from "./lock-probe.ts";
import { pendingMigrations } from "./migrations.ts";
import { type OpenedHeader, openWithSource } from "./opening-key.ts";
import { assertPlainFile, assertReadable, statusOf } from "./private-file.ts";
import { loadSqlite, type SqliteModule } from "./sqlite.ts";
import type { Environment } from "./store-file.ts";
import { parseHeader, type StoreHeader, type StoreKeys } from "./store-header.ts";

/** A store that can be read, and written unless it was opened for reading only. */
export interface OpenStore {
  readonly database: Database;
  readonly keys: StoreKeys;
  readonly header: StoreHeader;
  /** The header as it was read: another text in its place means another key. */
  readonly headerText: string;
}

/** A store that was there, and what opened it. */
export interface PresentStore {
  readonly store: OpenStore;
  readonly opened: OpenedHeader;
}

/** The part of a call that opening and waiting need. */
export type StoreCall = Pick<Call, "step" | "backOff">;

export interface OpenStoreOptions {
  readonly file: string;
  readonly config: Pick<LocalConfig, "key" | "passphrase" | "keyFile" | "readOnly">;
  readonly environment: Environment;
  readonly askPassphrase: (() => Promise<string>) | undefined;
  /** Tells a person something once: that a key file was made. */
  readonly announce: (message: string) => void;
}

/**
 * The wait for a lock; it hardly grows. A write holds the lock for some milliseconds, and who waited for
 * long would look ever more seldom, and be overtaken by all that just came.
 */
const LOCK_WAIT = { base: 4, cap: 20 };

/** Waits for a lock, about a quarter of a second, after which it is asked whether there are locks at all. */
const MANY_WAITS = 100;

/** A step that needs a lock. */
export interface LockingStep {
  readonly name: string;
  readonly mutates: boolean;
  /** Called once where the lock is held for long; may say that no waiting will help. */
  readonly onLongWait?: (() => Promise<void>) | undefined;
}

/** Makes one step again until no other process holds the lock that it needs. */
export async function whenFree<T>(call: StoreCall, step: LockingStep, run: () => T): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call.step(step.name, run, { mutates: step.mutates });
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (attempt === MANY_WAITS) await step.onLongWait?.();
      await call.backOff(attempt, LOCK_WAIT);
    }
  }
}

/** Opens a store, and makes it where there is none. */
export async function openStore(options: OpenStoreOptions, call: StoreCall): Promise<OpenStore> {
  const { file, config } = options;
  const sqlite = await loadSqlite();
  if (config.readOnly || (await statusOf(file)) !== undefined) {
    const { store } = await openPresentStore(options, call);
    return store;
  }
  const created = await createStore(sqlite, options, call);
  const database = await openDatabase(sqlite, options, call);
  try {
    const stored = await storedHeader(database, call);
    if (created?.headerText === stored.text) {
      return { database, keys: created.keys, header: stored.header, headerText: stored.text };
    }
    const { store } = await openHeaderOf(database, stored, options, call);
    return store;
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
  const status = await statusOf(options.file);
  if (status === undefined) throw noStore(options.file);
  assertPlainFile(options.file, status);
  await assertReadable(options.file);
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

/** Opens a store anew that was given another key while it was open. */
export async function reopenStore(
  { database }: OpenStore,
  options: OpenStoreOptions,
  call: StoreCall,
): Promise<OpenStore> {
  const stored = await storedHeader(database, call);
  const { store } = await openHeaderOf(database, stored, options, call);
  return store;
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
  // Who only reads leaves the folder alone, too.
  const onLongWait = config.readOnly ? undefined : (): Promise<void> => assertLocks(file);
  const open = (readOnly: boolean): Promise<Database> =>
    whenFree(
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

/** A header as it was read. */
export interface StoredHeader {
  readonly text: string;
  readonly header: StoreHeader;
}

function readHeader(database: Database): StoredHeader {
  database.assertStore();
  const text = headerText(database);
  return { header: parseHeader(text), text: String(text) };
}

function headerText(database: Database): unknown {
  return database.get("SELECT header FROM store WHERE id = 1")?.["header"];
}

/** Fails as `rekeyed` where the store was given another key since it was opened. */
export function assertSameKey({ database, headerText: known }: OpenStore): void {
  if (headerText(database) === known) return;
  throw new LocalStoreError(
    "rekeyed",
    "the store was given another key while it was open",
    "try again",
  );
}

/** Does work that reads; what looks damaged may be sealed under a newer key, and then this fails as `rekeyed`. */
export function underSameKey<T>(store: OpenStore, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LocalStoreError && error.problem === "damaged") assertSameKey(store);
    throw error;
  }
}

async function storedHeader(database: Database, call: StoreCall): Promise<StoredHeader> {
  const read = (): Promise<StoredHeader> =>
    whenFree(call, { name: "read the header", mutates: false }, () => readHeader(database));
  const stored = await read();
  if (pendingMigrations(stored.header.format).length === 0) return stored;
  await whenFree(call, { name: "migrate", mutates: true }, () => {
    database.transaction(() => {
      const present = readHeader(database);
      for (const { migrate } of pendingMigrations(present.header.format)) migrate(database);
    });
  });
  return read();
}

/** Opens a header; where that fails because the key was changed meanwhile, opens the new one. */
async function openHeaderOf(
  database: Database,
  stored: StoredHeader,
  options: OpenStoreOptions,
  call: StoreCall,
): Promise<PresentStore> {
  const { header, text } = stored;
  try {
    const opened = await openWithSource(header, { ...options, storeFile: options.file });
    return { store: { database, keys: opened.keys, header, headerText: text }, opened };
  } catch (error) {
    if (!(error instanceof LocalStoreError) || error.problem !== "wrong-key") throw error;
    const now = await storedHeader(database, call);
    if (now.text === text) throw error;
    return openHeaderOf(database, now, options, call);
  }
}
