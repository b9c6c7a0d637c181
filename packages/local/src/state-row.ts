import type { Row } from "./database.ts";
import type { OpenStore } from "./open-store.ts";
import {
  damagedState,
  fingerprint,
  type SealedRow,
  type StateIdentity,
  type StateKind,
  unsealEntries,
} from "./sealing.ts";
import type { Entries } from "@keykist/core";

/** One state of a secret, whole. */
export interface State extends StateIdentity {
  readonly entries: Entries;
}

function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw damagedState();
  return value;
}

function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw damagedState();
  return value;
}

function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw damagedState();
  return value;
}

/** The state in force that a row of the table `secret` tells of. */
export function currentOf(row: Row, path: string = text(row, "path")): StateIdentity {
  return {
    path,
    type: text(row, "type"),
    number: integer(row, "number"),
    revision: text(row, "revision"),
    createdAt: integer(row, "created_at"),
    updatedAt: integer(row, "updated_at"),
  };
}

/** The state that a row of the table `earlier` tells of, one of a secret whose state in force is given. */
export function earlierOf(row: Row, { path, type, createdAt }: StateIdentity): StateIdentity {
  return {
    path,
    type,
    number: integer(row, "number"),
    revision: text(row, "revision"),
    createdAt,
    updatedAt: integer(row, "updated_at"),
  };
}

/** The identity of a state, if it is what was written. Fails as `damaged` where it is not. What is sealed is not looked at. */
export function verified(
  { keys }: OpenStore,
  kind: StateKind,
  state: StateIdentity,
  row: Row,
): StateIdentity {
  if (fingerprint(keys.digest, kind, state).equals(bytes(row, "fingerprint"))) return state;
  throw damagedState();
}

/** The state with its entries. Fails as `damaged` where anything of its row is not what was written. */
export function unsealed(
  { keys }: OpenStore,
  kind: StateKind,
  state: StateIdentity,
  row: Row,
): State {
  const sealed: SealedRow = {
    fingerprint: bytes(row, "fingerprint"),
    sealed: bytes(row, "sealed"),
  };
  return { ...state, entries: unsealEntries(keys, kind, state, sealed) };
}
