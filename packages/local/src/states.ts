import type { Entries, HistoryEntry, RecordSummary, Revision, StoredRecord } from "@keykist/core";
import type { Row } from "./database.ts";
import type { OpenStore } from "./open-store.ts";
import {
  type CountedState,
  damagedState,
  fingerprint,
  sealEntries,
  unsealEntries,
} from "./sealing.ts";
import { currentOf, earlierOf, type SealedState, sealedOf, verified } from "./state-row.ts";
import { type Change, changedDigest, sealDigest, unsealDigest } from "./store-digest.ts";

/** Earlier states that are kept of each secret. */
const KEPT = 9;
/** Secrets of one page of a listing. */
const PAGE = 500;

const CURRENT =
  "SELECT type, number, revision, created_at, updated_at, fingerprint, sealed FROM secret WHERE path = ?";

/** The state in force of a secret. Fails as `damaged` where its row is not what was written. */
export function currentState(store: OpenStore, path: string): SealedState | undefined {
  const row = store.database.get(CURRENT, path);
  if (row === undefined) return undefined;
  const state = verified(store, "current", currentOf(row, path), row);
  return { ...state, sealed: sealedOf(row) };
}

/** The state in force of a secret that is to be removed, which can be done where it is damaged too. */
export function removableState({ database }: OpenStore, path: string): CountedState | undefined {
  const row = database.get(CURRENT, path);
  return row && currentOf(row, path);
}

/** An earlier state of a secret. Fails as `damaged` where its row is not what was written. */
export function earlierState(
  store: OpenStore,
  current: SealedState,
  revision: Revision,
): SealedState | undefined {
  if (current.revision === revision) return current;
  const row = store.database.get(
    "SELECT number, revision, updated_at, fingerprint, sealed FROM earlier WHERE path = ? AND revision = ?",
    current.path,
    revision,
  );
  if (row === undefined) return undefined;
  const state = verified(store, "earlier", earlierOf(row, current), row);
  return { ...state, sealed: sealedOf(row) };
}

/** A state as the base wants it. Fails as `damaged` where it is not what was written. */
export function toRecord({ keys }: OpenStore, state: SealedState): StoredRecord {
  return {
    type: state.type,
    entries: unsealEntries(keys.sealing, state, state.sealed),
    revision: state.revision,
    owned: true,
    createdAt: new Date(state.createdAt),
    updatedAt: new Date(state.updatedAt),
  };
}

/** What is written of a state. */
export interface NewState {
  readonly path: string;
  readonly type: string;
  readonly entries: Entries;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/** Adds a secret that is not there. Within a transaction. */
export function insertState(store: OpenStore, { path, type, entries, at }: NewState): Revision {
  const { database, keys } = store;
  const revision = crypto.randomUUID();
  const state = { path, type, number: 1, revision, createdAt: at, updatedAt: at };
  database.run(
    `INSERT INTO secret (path, type, number, revision, created_at, updated_at, fingerprint, sealed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    path,
    type,
    state.number,
    revision,
    at,
    at,
    fingerprint(keys.digest, "current", state),
    sealEntries(keys.sealing, state, entries),
  );
  changeDigest(store, [{ kind: "current", state, by: "added" }]);
  return revision;
}

/** Puts a new state in the place of one, which becomes an earlier one. Within a transaction. */
export function replaceState(
  store: OpenStore,
  current: SealedState,
  { entries, at }: NewState,
): Revision {
  const { database, keys } = store;
  const { path, type, createdAt } = current;
  const revision = crypto.randomUUID();
  const state = { path, type, number: current.number + 1, revision, createdAt, updatedAt: at };
  database.run(
    "INSERT INTO earlier (path, number, revision, updated_at, fingerprint, sealed) VALUES (?, ?, ?, ?, ?, ?)",
    path,
    current.number,
    current.revision,
    current.updatedAt,
    fingerprint(keys.digest, "earlier", current),
    current.sealed,
  );
  database.run(
    "UPDATE secret SET number = ?, revision = ?, updated_at = ?, fingerprint = ?, sealed = ? WHERE path = ?",
    state.number,
    revision,
    at,
    fingerprint(keys.digest, "current", state),
    sealEntries(keys.sealing, state, entries),
    path,
  );
  const dropped = database.all(
    "DELETE FROM earlier WHERE path = ? AND number <= ? RETURNING number, revision, updated_at",
    path,
    current.number - KEPT,
  );
  changeDigest(store, [
    { kind: "current", state: current, by: "removed" },
    { kind: "current", state, by: "added" },
    { kind: "earlier", state: current, by: "added" },
    ...removedEarlier(current, dropped),
  ]);
  return revision;
}

/** Removes a secret with all its states. Within a transaction. */
export function removeState(store: OpenStore, current: CountedState): void {
  const { path } = current;
  store.database.run("DELETE FROM secret WHERE path = ?", path);
  const dropped = store.database.all(
    "DELETE FROM earlier WHERE path = ? RETURNING number, revision, updated_at",
    path,
  );
  changeDigest(store, [
    { kind: "current", state: current, by: "removed" },
    ...removedEarlier(current, dropped),
  ]);
}

function removedEarlier(current: CountedState, rows: readonly Row[]): Change[] {
  return rows.map((row) => ({ kind: "earlier", state: earlierOf(row, current), by: "removed" }));
}

function changeDigest({ database, keys }: OpenStore, changes: readonly Change[]): void {
  const stored = unsealDigest(
    database.get("SELECT digest FROM store WHERE id = 1")?.["digest"],
    keys,
  );
  const digest = sealDigest(changedDigest(stored, changes, keys), keys);
  database.run("UPDATE store SET digest = ? WHERE id = 1", digest);
}

/** The committed states of a secret, newest first. */
export function historyOf(store: OpenStore, current: SealedState): HistoryEntry[] {
  const rows = store.database.all(
    "SELECT number, revision, updated_at, fingerprint FROM earlier WHERE path = ? ORDER BY number DESC",
    current.path,
  );
  const earlier = rows.map((row) => verified(store, "earlier", earlierOf(row, current), row));
  return [current, ...earlier].map(({ revision, updatedAt }) => ({
    revision,
    createdAt: new Date(updatedAt),
  }));
}

/** The secrets whose paths begin with a prefix, in the order of their paths, after one. */
export function pageAfter(store: OpenStore, prefix: string, after: string): RecordSummary[] {
  // Paths are of ASCII letters, digits and marks: no path sorts behind a prefix and U+007F.
  const rows = store.database.all(
    `SELECT path, type, number, revision, created_at, updated_at, fingerprint FROM secret
      WHERE path > ? AND path >= ? AND path < ? ORDER BY path LIMIT ${PAGE}`,
    after,
    prefix,
    `${prefix}\u007f`,
  );
  let last = after;
  return rows.map((row) => {
    const state = verified(store, "current", currentOf(row), row);
    const { path, type, revision, createdAt, updatedAt } = state;
    // A damaged index may lead round in circles.
    if (path <= last) throw damagedState();
    last = path;
    return {
      path,
      type,
      revision,
      createdAt: new Date(createdAt),
      updatedAt: new Date(updatedAt),
    };
  });
}
