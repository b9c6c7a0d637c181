import type { Database, Row } from "./database.ts";
import {
  damagedState,
  fingerprint,
  type SealedRow,
  type StateIdentity,
  type StateKind,
  unsealEntries,
} from "./sealing.ts";
import type { StoreKeys } from "./store-header.ts";

/** States that are looked at before others get their turn. */
const BATCH = 256;

/** A row of a store that should hold a state. */
export interface FoundState {
  readonly kind: StateKind;
  /** The path, where the row gives one. */
  readonly path: string | undefined;
  /** The state, where the row has the form of one. What it says is not verified yet. */
  readonly state: StateIdentity | undefined;
  /** What it is verified by, where the row has that. */
  readonly row: SealedRow | undefined;
}

// Without numbers, which Node 22.13 takes for names and then binds nothing to.
const queries: Readonly<Record<StateKind, string>> = {
  // In the order of the rows themselves, not of an index, which may be what is damaged.
  current: `SELECT rowid AS place, path, type, number, revision, created_at, updated_at, fingerprint, sealed
      FROM secret WHERE rowid > ? AND ? IS NOT NULL ORDER BY rowid LIMIT 1`,
  earlier: `SELECT earlier.path, earlier.number, earlier.revision, earlier.updated_at, earlier.fingerprint,
      earlier.sealed, secret.type, secret.created_at
      FROM earlier LEFT JOIN secret ON secret.path = earlier.path
      WHERE (earlier.path, earlier.number) > (?, ?) ORDER BY earlier.path, earlier.number LIMIT 1`,
};

/** Goes through all states of one kind, each once, in pieces; holds one at a time. */
export class EveryState {
  readonly #database: Database;
  readonly #kind: StateKind;
  /** Behind which the next state is: the number of a row, or the path and number of an earlier state. */
  #first: number | string;
  #second = 0;

  constructor(database: Database, kind: StateKind) {
    this.#database = database;
    this.#kind = kind;
    this.#first = kind === "current" ? 0 : "";
  }

  /**
   * Shows the next states. After an error it goes on where it was.
   *
   * @returns whether there may be more
   */
  next(show: (found: FoundState) => void): boolean {
    for (let count = 0; count < BATCH; count += 1) {
      const row = this.#database.get(queries[this.#kind], this.#first, this.#second);
      if (row === undefined) return false;
      this.#advance(row);
      show(foundIn(row, this.#kind));
    }
    return true;
  }

  /** A damaged tree can lead in a circle: the order is watched. */
  #advance(row: Row): void {
    if (this.#kind === "current") {
      const { place } = row;
      if (typeof place !== "number" || place <= Number(this.#first)) throw damagedState();
      this.#first = place;
      return;
    }
    const { path, number } = row;
    if (typeof path !== "string" || typeof number !== "number") throw damagedState();
    const order = Buffer.compare(Buffer.from(path), Buffer.from(`${this.#first}`));
    if (order < 0 || (order === 0 && number <= this.#second)) throw damagedState();
    this.#first = path;
    this.#second = number;
  }
}

function foundIn(row: Row, kind: StateKind): FoundState {
  const { path, type, number, revision, created_at, updated_at, fingerprint: mark, sealed } = row;
  const whole =
    typeof path === "string" &&
    typeof type === "string" &&
    typeof number === "number" &&
    typeof revision === "string" &&
    typeof created_at === "number" &&
    typeof updated_at === "number";
  return {
    kind,
    path: typeof path === "string" ? path : undefined,
    row:
      mark instanceof Uint8Array && sealed instanceof Uint8Array
        ? { fingerprint: mark, sealed }
        : undefined,
    state: whole
      ? { path, type, number, revision, createdAt: created_at, updatedAt: updated_at }
      : undefined,
  };
}

/** The entries of a state that was found, if all of its row is what was written; else `undefined`. */
export function verifiedEntries(
  { kind, state, row }: FoundState,
  keys: StoreKeys,
): ReadonlyMap<string, string> | undefined {
  if (state === undefined || row === undefined) return undefined;
  if (!fingerprint(keys.digest, kind, state).equals(row.fingerprint)) return undefined;
  try {
    return unsealEntries(keys, kind, state, row);
  } catch {
    return undefined;
  }
}
