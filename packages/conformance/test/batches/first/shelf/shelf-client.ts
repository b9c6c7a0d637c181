import { ShelfError } from "./shelf-error.ts";
import type {
  ShelfBatch,
  ShelfCondition,
  ShelfDocument,
  ShelfPage,
  ShelfPut,
  ShelfService,
} from "./shelf-service.ts";

/** What a call takes beside its arguments. */
export interface ShelfCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The client that a program makes once, and gives to all who need it. */
export class ShelfClient {
  readonly service: ShelfService;
  readonly #defaults: ShelfCallOptions;
  #isDestroyed = false;

  constructor(service: ShelfService, defaults: ShelfCallOptions = {}) {
    this.service = service;
    this.#defaults = defaults;
  }

  /** A client with other defaults, over the same connections. */
  with(defaults: ShelfCallOptions): ShelfClient {
    return new ShelfClient(this.service, defaults);
  }

  /** Ends its connections: every later call fails. */
  destroy(): void {
    this.#isDestroyed = true;
  }

  get(key: string, options?: ShelfCallOptions): Promise<ShelfDocument | undefined> {
    return this.#send(() => this.service.get(key), options);
  }

  put(
    key: string,
    put: ShelfPut,
    condition?: ShelfCondition,
    options?: ShelfCallOptions,
  ): Promise<string> {
    return this.#send(() => this.service.put(key, put, condition), options);
  }

  patch(
    key: string,
    put: Omit<ShelfPut, "body">,
    condition?: ShelfCondition,
    options?: ShelfCallOptions,
  ): Promise<string> {
    return this.#send(() => this.service.patch(key, put, condition), options);
  }

  delete(key: string, condition?: ShelfCondition, options?: ShelfCallOptions): Promise<void> {
    return this.#send(() => {
      this.service.delete(key, condition);
    }, options);
  }

  batchGet(keys: readonly string[], options?: ShelfCallOptions): Promise<ShelfBatch> {
    return this.#send(() => this.service.batchGet(keys), options);
  }

  list(prefix: string, from: string, options?: ShelfCallOptions): Promise<ShelfPage> {
    return this.#send(() => this.service.list(prefix, from), options);
  }

  async #send<T>(call: () => T, options: ShelfCallOptions = {}): Promise<T> {
    const { signal } = { ...this.#defaults, ...options };
    signal?.throwIfAborted();
    if (this.#isDestroyed) throw new ShelfError(0);
    return call();
  }
}
