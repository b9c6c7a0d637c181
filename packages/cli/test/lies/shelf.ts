/** What the shelf answers when it cannot do something, and the fault that a harness makes. */
export class ShelfError extends Error {
  readonly code: "TOO_LARGE" | "READ_ONLY" | "DENIED" | "UNAVAILABLE";
  constructor(code: ShelfError["code"]) {
    super(code);
    this.code = code;
  }
}

export interface ShelfItem {
  /** Absent in what others put there. */
  readonly type: string | undefined;
  readonly values: ReadonlyMap<string, string>;
  readonly version: string;
  readonly createdAt: Date;
  readonly at: Date;
}

/** What is put there. */
export type NewItem = Pick<ShelfItem, "type" | "values">;

/** The largest that the shelf takes. */
export const SHELF_LIMITS = { valueBytes: 2000, secretBytes: 6000, keys: 16, names: 120 } as const;

/**
 * A backend that can do little: nothing is put on a condition, a reader is shown what was put one look later, and what is
 * too large is refused.
 */
export class Shelf {
  #items: ReadonlyMap<string, ShelfItem> = new Map();
  #shown: ReadonlyMap<string, ShelfItem> = new Map();
  /** One earlier state of each item. */
  readonly #before = new Map<string, ShelfItem>();
  /** What was deleted last of each path, where that is kept. */
  readonly #bin = new Map<string, ShelfItem>();
  #puts = 0;
  readonly #keepsDeleted: boolean;

  /** @param options whether deleted items go into a bin, from which they can be taken again */
  constructor({ keepsDeleted = false }: { readonly keepsDeleted?: boolean } = {}) {
    this.#keepsDeleted = keepsDeleted;
  }

  /** The item as it is, for writers. */
  head(path: string): ShelfItem | undefined {
    return this.#items.get(path);
  }

  /** The item as readers see it. */
  get(path: string): ShelfItem | undefined {
    return this.#look((shown) => shown.get(path));
  }

  /** The paths as readers see them. */
  list(prefix: string): string[] {
    return this.#look((shown) =>
      [...shown.keys()].filter((path) => path.startsWith(prefix)).toSorted(),
    );
  }

  /** From now on, everybody sees what is there. */
  settle(): void {
    this.#shown = this.#items;
  }

  #look<T>(see: (shown: ReadonlyMap<string, ShelfItem>) => T): T {
    const seen = see(this.#shown);
    this.settle();
    return seen;
  }

  put(path: string, item: NewItem): string {
    assertFits(path, item);
    this.#puts += 1;
    const at = new Date();
    const present = this.#items.get(path);
    const { type, values } = item;
    const version = `v${this.#puts}`;
    const stored = {
      type,
      values: new Map(values),
      version,
      at,
      createdAt: present?.createdAt ?? at,
    };
    if (present !== undefined) this.#before.set(path, present);
    this.#items = new Map([...this.#items, [path, stored]]);
    this.#bin.delete(path);
    return version;
  }

  /** Puts an item in the place of another; `undefined` where there is none. */
  replace(path: string, item: NewItem): string | undefined {
    return this.#items.has(path) ? this.put(path, item) : undefined;
  }

  /** Whether there was such an item. */
  delete(path: string): boolean {
    const present = this.#items.get(path);
    if (present === undefined) return false;
    this.#items = new Map([...this.#items].filter(([one]) => one !== path));
    this.#before.delete(path);
    if (this.#keepsDeleted) this.#bin.set(path, present);
    return true;
  }

  /** The state before the present one. */
  before(path: string): ShelfItem | undefined {
    return this.#before.get(path);
  }

  binned(path: string): ShelfItem | undefined {
    return this.#bin.get(path);
  }
}

function assertFits(path: string, { values }: NewItem): void {
  const { valueBytes, secretBytes, keys, names } = SHELF_LIMITS;
  const sizes = [...values].map(([key, value]) =>
    [key, value].map((text) => Buffer.byteLength(text)),
  );
  const total = sizes.flat().reduce((sum, size) => sum + size, 0);
  // The limit of names is without their scope.
  const name = path.replace(/^keykist\/(?:global|(?:component|namespace)\/[^/]+)\//, "");
  const isTooLarge =
    name.length > names ||
    values.size > keys ||
    total > secretBytes ||
    sizes.some(([, size = 0]) => size > valueBytes);
  if (isTooLarge) throw new ShelfError("TOO_LARGE");
}
