import path from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { Database } from "./database.ts";
import { EveryState, type FoundState, verifiedEntries } from "./every-state.ts";
import type { KeySourceKind } from "./key-source.ts";
import { type NewKey, type NextKey, nextKey } from "./next-key.ts";
import { type OpenStore, openPresentStore, type PresentStore } from "./open-store.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { rewriteKeyFile } from "./rewrite-key-file.ts";
import { assertSameKey } from "./same-key.ts";
import {
  damagedState,
  type SealedRow,
  sealState,
  type StateIdentity,
  type StateKind,
} from "./sealing.ts";
import { changedDigest, EMPTY_DIGEST, sealDigest, unsealDigest } from "./store-digest.ts";
import { newHeader, type StoreHeader, type StoreKeys } from "./store-header.ts";
import { type StoreConfig, storeOperation, type StoreOperationOptions } from "./store-operation.ts";
import { type StoreCall, retryWhileLocked } from "./retry-while-locked.ts";

/** What a rekey did. */
export interface RekeyReport {
  /** The file of the store. */
  readonly file: string;
  readonly source: KeySourceKind;
  /** The key file that opens the store now. */
  readonly keyFile: string | undefined;
  /** States that were sealed again, current and earlier. */
  readonly states: number;
  /**
   * The key file in which the key still stands that opened the store until now. It opens older copies of the
   * store, and may open other stores: remove it when neither is wanted.
   */
  readonly formerKeyIn: string | undefined;
}

/** The public function of this name. */
export function rekey(
  config: StoreConfig,
  to: NewKey,
  options: StoreOperationOptions,
): Promise<RekeyReport> {
  const operation = { name: "rekey", action: "give the store another key", config, options };
  return storeOperation(operation, async (opening, call) => {
    const next = await nextKey(to, opening);
    const present = await openPresentStore(opening, call);
    const { database } = present.store;
    try {
      const { made, states } = await replaceKey(present, next, call);
      const formerKeyIn = await dropFormerKey({ present, next, header: made, opening }, call);
      return { file: opening.file, source: next.kind, keyFile: next.keyFile, states, formerKeyIn };
    } finally {
      database.close();
    }
  });
}

async function replaceKey(
  { store }: PresentStore,
  { kind, openingKey, costs, keyFile }: NextKey,
  call: StoreCall,
): Promise<{ readonly made: StoreHeader; readonly states: number }> {
  const { database } = store;
  const { id } = store.header;
  const { header, keys } = newHeader({ source: kind, costs, openingKey, id });
  await retryWhileLocked(call, { name: "begin", mutates: false }, () => {
    database.begin();
  });
  try {
    assertSameKey(store);
    const { states, digest } = await sealAgain(store, keys, call);
    database.run(
      "UPDATE store SET header = ?, digest = ? WHERE id = 1",
      JSON.stringify(header),
      digest,
    );
    // Before the commit, and durable: no store is ever without a key that opens it.
    if (keyFile !== undefined) rewriteKeyFile(keyFile, (present) => [openingKey, ...present]);
    await retryWhileLocked(call, { name: "commit", mutates: true }, () => {
      database.commit();
    });
    return { made: header, states };
  } catch (error) {
    database.rollBack();
    throw error;
  }
}

async function sealAgain(
  { database, keys: before }: OpenStore,
  after: StoreKeys,
  call: StoreCall,
): Promise<{ readonly states: number; readonly digest: Buffer }> {
  let states = 0;
  let sumBefore = EMPTY_DIGEST;
  let sumAfter = EMPTY_DIGEST;
  const again = (found: FoundState): void => {
    const { kind, state } = found;
    const entries = verifiedEntries(found, before);
    if (state === undefined || entries === undefined) throw damagedState();
    const change = [{ kind, state, by: "added" }] as const;
    sumBefore = changedDigest(sumBefore, change, before);
    sumAfter = changedDigest(sumAfter, change, after);
    replaceRow(database, kind, state, sealState(after, kind, state, entries));
    states += 1;
  };
  for (const kind of ["current", "earlier"] as const) {
    const every = new EveryState(database, kind);
    while (await call.step("seal again", () => every.next(again), { mutates: false })) await turn();
  }
  const stored = database.get("SELECT digest FROM store WHERE id = 1")?.["digest"];
  // A new digest would hide what the old one shows.
  if (unsealDigest(stored, before) !== sumBefore) throw damagedState();
  return { states, digest: sealDigest(sumAfter, after) };
}

function replaceRow(
  database: Database,
  kind: StateKind,
  { path: where, number }: StateIdentity,
  { fingerprint, sealed }: SealedRow,
): void {
  const changed =
    kind === "current"
      ? database.run(
          "UPDATE secret SET fingerprint = ?, sealed = ? WHERE path = ?",
          fingerprint,
          sealed,
          where,
        )
      : database.run(
          "UPDATE earlier SET fingerprint = ?, sealed = ? WHERE path = ? AND number = ?",
          fingerprint,
          sealed,
          where,
          number,
        );
  // The index does not lead to the row that was just read.
  if (changed !== 1) throw damagedState();
}

interface FormerKey {
  readonly present: PresentStore;
  readonly next: NextKey;
  readonly header: StoreHeader;
  readonly opening: OpenStoreOptions;
}

/** Removes the previous key from the store's own key file. Returns the file in which it still stands. */
async function dropFormerKey(
  { present, next, header, opening }: FormerKey,
  call: StoreCall,
): Promise<string | undefined> {
  const { source } = present;
  if (source.kind !== "key-file") return undefined;
  const file = path.resolve(source.file);
  if (file !== next.keyFile || file !== `${opening.file}.key`) return file;
  const { database } = present.store;
  const renewed = { ...present.store, header, headerText: JSON.stringify(header) };
  try {
    return await retryWhileLocked(call, { name: "drop the former key", mutates: false }, () =>
      database.transaction(() => {
        // Someone may have given the store yet another key, and then the file is theirs.
        assertSameKey(renewed);
        rewriteKeyFile(file, () => [next.openingKey]);
        return undefined;
      }),
    );
  } catch {
    // The store has its new key, and the file holds it: an error would say otherwise. The former one does no harm there.
    return file;
  }
}
