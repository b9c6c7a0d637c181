import type { Call } from "@keykist/core";
import { LocalStoreError } from "./local-store-error.ts";
import { type OpenStore, openStore, openStoreIfThere, reopenStore } from "./open-store.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { assertSameKey, underSameKey } from "./same-key.ts";
import { retryWhileLocked } from "./retry-while-locked.ts";

/** The way of one manager to its store: keeps it open, and opens it again after someone gave it another key. */
export class StoreAccess {
  readonly #options: () => OpenStoreOptions;
  #store: OpenStore | undefined;
  #isClosed = false;
  /** Opening the store; the same for all operations that need it in the meantime. */
  #opening: Promise<OpenStore | undefined> | undefined;
  /** Opening the store again; the same for all operations that found out. */
  #reopening: Promise<OpenStore> | undefined;

  constructor(options: () => OpenStoreOptions) {
    this.#options = options;
  }

  /** Opens the store, if there is one: the first write that needs one makes it. */
  async open(call: Call): Promise<void> {
    await this.#present(call);
  }

  close(): void {
    this.#isClosed = true;
    this.#store?.database.close();
    this.#store = undefined;
  }

  /** Does work that changes nothing. Returns `undefined` if there is no store. */
  async read<T>(call: Call, name: string, work: (store: OpenStore) => T): Promise<T | undefined> {
    if ((await this.#present(call)) === undefined) return undefined;
    return this.#withStore(call, (store) =>
      retryWhileLocked(call, { name, mutates: false }, () => {
        store.database.assertInPlace();
        return underSameKey(store, () => work(store));
      }),
    );
  }

  /** Does work in one transaction, beside which no other process writes. Returns `undefined` if there is no store. */
  async write<T>(call: Call, name: string, work: (store: OpenStore) => T): Promise<T | undefined> {
    return (await this.#present(call)) && this.#transaction(call, name, work);
  }

  /** The same; makes the store where there is none. */
  async create<T>(call: Call, name: string, work: (store: OpenStore) => T): Promise<T> {
    await this.#open(() => openStore(this.#options(), call));
    return this.#transaction(call, name, work);
  }

  #transaction<T>(call: Call, name: string, work: (store: OpenStore) => T): Promise<T> {
    return this.#withStore(call, (store) =>
      retryWhileLocked(call, { name, mutates: true }, () =>
        store.database.transaction(() => {
          // What is sealed under a key that was replaced, nobody can read.
          assertSameKey(store);
          return work(store);
        }),
      ),
    );
  }

  #present(call: Call): Promise<OpenStore | undefined> {
    return this.#open(() => openStoreIfThere(this.#options(), call));
  }

  /** The open store; else opens it, one operation at a time. A failure is the failure of the one that tried. */
  async #open(open: () => Promise<OpenStore | undefined>): Promise<OpenStore | undefined> {
    for (;;) {
      if (this.#store !== undefined) return this.#store;
      if (this.#isClosed) throw closed();
      if (this.#opening === undefined) {
        this.#opening = open().finally(() => {
          this.#opening = undefined;
        });
        const opened = await this.#opening;
        if (this.#isClosed) opened?.database.close();
        else this.#store = opened;
        return opened;
      }
      await this.#opening.catch(() => undefined);
    }
  }

  async #withStore<T>(call: Call, work: (store: OpenStore) => Promise<T>): Promise<T> {
    for (;;) {
      const store = this.#opened();
      try {
        return await work(store);
      } catch (error) {
        if (!(error instanceof LocalStoreError) || error.problem !== "rekeyed") throw error;
        await this.#reopen(store, call);
      }
    }
  }

  /** Opens the store again, once for all operations; a failure is the failure of the one that tried. */
  async #reopen(stale: OpenStore, call: Call): Promise<void> {
    while (this.#store === stale) {
      if (this.#reopening === undefined) {
        this.#reopening = reopenStore(stale, this.#options(), call).finally(() => {
          this.#reopening = undefined;
        });
        const opened = await this.#reopening;
        if (this.#store === stale) this.#store = opened;
      } else {
        await this.#reopening.catch(() => undefined);
      }
    }
  }

  #opened(): OpenStore {
    if (this.#store !== undefined) return this.#store;
    throw closed();
  }
}

function closed(): LocalStoreError {
  return new LocalStoreError("replaced", "the store is closed", "make a new manager");
}
