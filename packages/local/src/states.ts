import type { Entries, HistoryEntry, RecordSummary, Revision, StoredRecord } from "@keykist/core";
import type { Row } from "./database.ts";
import type { OpenStore } from "./open-store.ts";
import { damagedState, sealState, type StateIdentity } from "./sealing.ts";
import { currentOf, earlierOf, type State, unsealed, verified } from "./state-row.ts";
import { type Change, changedDigest, sealDigest, unsealDigest } from "./store-digest.ts";

/** Earlier states that are kept of each secret. */
const KEPT = 9;
/** Secrets of one page of a listing. */
const PAGE = 500;

const CURRENT =
  "SELECT type, number, revision, created_at, updated_at, fingerprint, sealed FROM secret WHERE path = ?";

/** The state in force of a secret. Fails as `damaged` where its row is not what was written. */
export function currentState(store: OpenStore, path: string): State | undefined {
  const row = store.database.get(CURRENT, path);
  return row && unsealed(store, "current", currentOf(row, path), row);
}

/** The identity of the state in force, which is known also where its entries are damaged. */
export function currentIdentity(store: OpenStore, path: string): StateIdentity | undefined {
  const row = store.database.get(CURRENT, path);
  return row && verified(store, "current", currentOf(row, path), row);
}

/** The state in force of a secret that is to be removed, which can be done where it is damaged too. */
export function removableState({ database }: OpenStore, path: string): StateIdentity | undefined {
  const row = database.get(CURRENT, path);
  return row && currentOf(row, path);
}

/** A committed state of a secret. Fails as `damaged` where its row is not what was written. */
export function stateOfRevision(
  store: OpenStore,
  path: string,
  revision: Revision,
): State | undefined {
  return store.database.snapshot(() => {
    const row = store.database.get(CURRENT, path);
    if (row === undefined) return undefined;
    const current = verified(store, "current", currentOf(row, path), row);
    if (current.revision === revision) return unsealed(store, "current", current, row);
    const former = store.database.get(
      "SELECT number, revision, updated_at, fingerprint, sealed FROM earlier WHERE path = ? AND revision = ?",
      path,
      revision,
    );
    return former && unsealed(store, "earlier", earlierOf(former, current), former);
  });
}

/** A state as the base wants it. */
export function toRecord({ type, entries, revision, createdAt, updatedAt }: State): StoredRecord {
  return {
    type,
    entries,
    revision,
    owned: true,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
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
  const row = sealState(keys, "current", state, entries);
  database.run(
    `INSERT INTO secret (path, type, number, revision, created_at, updated_at, fingerprint, sealed)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    path,
    type,
    state.number,
    revision,
    at,
    at,
    row.fingerprint,
    row.sealed,
  );
  changeDigest(store, [{ kind: "current", state, by: "added" }]);
  return revision;
}

/** Puts a new state in the place of one, which becomes an earlier one. Within a transaction. */
export function replaceState(
  store: OpenStore,
  current: State,
  { entries, at }: Pick<NewState, "entries" | "at">,
): Revision {
  const { database, keys } = store;
  const { path, type, createdAt } = current;
  const revision = crypto.randomUUID();
  const state = { path, type, number: current.number + 1, revision, createdAt, updatedAt: at };
  const row = sealState(keys, "current", state, entries);
  const former = sealState(keys, "earlier", current, current.entries);
  database.run(
    "INSERT INTO earlier (path, number, revision, updated_at, fingerprint, sealed) VALUES (?, ?, ?, ?, ?, ?)",
    path,
    current.number,
    current.revision,
    current.updatedAt,
    former.fingerprint,
    former.sealed,
  );
  database.run(
    "UPDATE secret SET number = ?, revision = ?, updated_at = ?, fingerprint = ?, sealed = ? WHERE path = ?",
    state.number,
    revision,
    at,
    row.fingerprint,
    row.sealed,
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
export function removeState(store: OpenStore, current: StateIdentity): void {
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

function removedEarlier(current: StateIdentity, rows: readonly Row[]): Change[] {
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

/** The committed states of a secret, newest first; `undefined` for no such secret. */
export function historyOf(store: OpenStore, path: string): HistoryEntry[] | undefined {
  return store.database.snapshot(() => {
    const current = currentIdentity(store, path);
    if (current === undefined) return undefined;
    const rows = store.database.all(
      "SELECT number, revision, updated_at, fingerprint FROM earlier WHERE path = ? ORDER BY number DESC",
      path,
    );
    const earlier = rows.map((row) => verified(store, "earlier", earlierOf(row, current), row));
    return [current, ...earlier].map(({ revision, updatedAt }) => ({
      revision,
      createdAt: new Date(updatedAt),
    }));
  });
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
