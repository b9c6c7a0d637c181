import type { KeySourceKind } from "./key-source.ts";

/** Which store is open: what tells it from another in its place. */
export interface StoreIdentity {
  /** The file of the store. */
  readonly file: string;
  /** A UUID, the same in copies of the store, and kept when it is given another key. */
  readonly id: string;
  /** What the store was made with, or given since. */
  readonly source: KeySourceKind;
}

/**
 * Told which store was opened, before anything is read from it or written to it: each time that one is, also again after
 * somebody gave it another key. If it fails, so does the operation that opened the store.
 */
export type OnOpen = (store: StoreIdentity) => void | Promise<void>;
