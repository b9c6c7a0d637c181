import type { Row } from "./database.ts";
import type { OpenStore } from "./open-store.ts";
import { type CountedState, damagedState, fingerprint, type StateKind } from "./sealing.ts";

/** One state of a secret, as it is stored. */
export interface SealedState extends CountedState {
  readonly sealed: Uint8Array;
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
export function currentOf(row: Row, path: string = text(row, "path")): CountedState {
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
export function earlierOf(row: Row, { path, type, createdAt }: CountedState): CountedState {
  return {
    path,
    type,
    number: integer(row, "number"),
    revision: text(row, "revision"),
    createdAt,
    updatedAt: integer(row, "updated_at"),
  };
}

/** The state, if its row is what was written. Fails as `damaged` where it is not. */
export function verified(
  { keys }: OpenStore,
  kind: StateKind,
  state: CountedState,
  row: Row,
): CountedState {
  if (fingerprint(keys.digest, kind, state).equals(bytes(row, "fingerprint"))) return state;
  throw damagedState();
}

/** The sealed entries of a row. */
export function sealedOf(row: Row): Uint8Array {
  return bytes(row, "sealed");
}
