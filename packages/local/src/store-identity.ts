import type { KeySourceKind } from "./key-source.ts";

/** Identifies a store, so that another one in its place can be told from it. */
export interface StoreIdentity {
  /** The file of the store. */
  readonly file: string;
  /** A UUID, the same in copies of the store, and kept when it is given another key. */
  readonly id: string;
  /** The kind of key that opens the store. */
  readonly source: KeySourceKind;
}

/**
 * Called each time a store is opened, before anything is read from it or written to it. It is called again after the store
 * was given another key. If it fails, so does the operation that opened the store.
 */
export type OnOpen = (store: StoreIdentity) => void | Promise<void>;
