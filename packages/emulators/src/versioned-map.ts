/** What was under a key from some time on: a value, or nothing. */
type Version<Value> =
  | { readonly since: number; readonly isThere: true; readonly value: Value }
  | { readonly since: number; readonly isThere: false };

/** Where a versioned map is told which time it is read as of. */
export interface PointOfView {
  /** The present. */
  readonly now: () => number;
  /** The time that is looked back to; `undefined` where the present is looked at. */
  readonly moment: () => number | undefined;
}

/**
 * A map that remembers what it was. It is made by an `EmulatedState`, which looks back with all of its
 * maps at once; else it is a map like any other. Values are never changed in place: the past would change.
 */
export class VersionedMap<Key, Value> extends Map<Key, Value> {
  readonly #view: PointOfView;
  readonly #versions = new Map<Key, Version<Value>[]>();

  constructor(view: PointOfView) {
    super();
    this.#view = view;
  }

  override get(key: Key): Value | undefined {
    if (this.#moment() === undefined) return super.get(key);
    const version = this.#then(key);
    return version?.isThere === true ? version.value : undefined;
  }

  override has(key: Key): boolean {
    return this.#moment() === undefined ? super.has(key) : this.#then(key)?.isThere === true;
  }

  override set(key: Key, value: Value): this {
    this.#record(key, { since: this.#view.now(), isThere: true, value });
    return super.set(key, value);
  }

  override delete(key: Key): boolean {
    if (super.has(key)) {
      this.#record(key, { since: this.#view.now(), isThere: false });
    }
    return super.delete(key);
  }

  override clear(): void {
    for (const key of super.keys()) this.delete(key);
  }

  override get size(): number {
    return this.#moment() === undefined ? super.size : [...this.#past()].length;
  }

  override entries(): MapIterator<[Key, Value]> {
    return this.#moment() === undefined ? super.entries() : this.#past();
  }

  override *keys(): MapIterator<Key> {
    for (const [key] of this.entries()) yield key;
  }

  override *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value;
  }

  override [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries();
  }

  override forEach(callback: (value: Value, key: Key, map: Map<Key, Value>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }

  #moment(): number | undefined {
    return this.#view.moment();
  }

  #record(key: Key, version: Version<Value>): void {
    if (this.#moment() !== undefined) throw new Error("the past cannot be written");
    const versions = this.#versions.get(key);
    if (versions === undefined) this.#versions.set(key, [version]);
    else versions.push(version);
  }

  /** What was there at the moment that is looked back to. */
  #then(key: Key): Version<Value> | undefined {
    const moment = this.#moment() ?? this.#view.now();
    return this.#versions.get(key)?.findLast(({ since }) => since <= moment);
  }

  *#past(): MapIterator<[Key, Value]> {
    for (const key of this.#versions.keys()) {
      const version = this.#then(key);
      if (version?.isThere === true) yield [key, version.value];
    }
  }
}
