import { randomUUID } from "node:crypto";

/** What a program appends to a stream. */
export interface LedgerFact {
  /** `registered`, `changed`, `deleted`, `restored`; anything else is of other programs. */
  readonly kind: string;
  /** The schema type, in what keykist registers. */
  readonly type?: string | undefined;
  /** Keys with the bytes of their new values. */
  readonly set: Readonly<Record<string, Uint8Array>>;
  /** Keys that are gone. */
  readonly unset: readonly string[];
}

export interface LedgerEvent extends LedgerFact {
  /** Its place in its stream, from 1. */
  readonly number: number;
  /** Unique in all ledgers. */
  readonly id: string;
  readonly at: Date;
}

/** What a program has made of the events up to one of them, so that it need not read them all again. */
export interface LedgerSnapshot {
  readonly number: number;
  readonly payload: unknown;
}

/** A stream in the catalog: its events, as far as the catalog knows. */
export interface CatalogItem {
  readonly stream: string;
  readonly events: readonly LedgerEvent[];
}

export interface CatalogPage {
  readonly items: readonly CatalogItem[];
  readonly next: string | undefined;
}

/** Streams that one page of the catalog holds. */
export const CATALOG_PAGE = 30;

/** A log of streams that are only appended to, with snapshots, and a catalog that lags behind. */
export class LedgerService {
  readonly #streams = new Map<string, LedgerEvent[]>();
  readonly #snapshots = new Map<string, LedgerSnapshot>();
  /** How many events of each stream the catalog knows. */
  readonly #catalog = new Map<string, number>();
  readonly #fresh = new Set<string>();
  readonly #origin = randomUUID().slice(0, 8);
  #events = 0;
  calls = 0;

  /** The events of a stream behind the one with this number. */
  async read(stream: string, after: number): Promise<readonly LedgerEvent[]> {
    this.calls += 1;
    return (this.#streams.get(stream) ?? []).slice(after);
  }

  /** The event; `undefined` where the stream does not have as many events as expected. */
  async append(
    stream: string,
    fact: LedgerFact,
    expected: number | "any",
  ): Promise<LedgerEvent | undefined> {
    this.calls += 1;
    const events = this.#streams.get(stream) ?? [];
    if (expected !== "any" && events.length !== expected) return undefined;
    this.#events += 1;
    const id = `${this.#origin}.${this.#events}`;
    const event = { ...fact, number: events.length + 1, id, at: new Date() };
    this.#streams.set(stream, [...events, event]);
    this.#fresh.add(stream);
    return event;
  }

  async snapshot(stream: string): Promise<LedgerSnapshot | undefined> {
    this.calls += 1;
    return this.#snapshots.get(stream);
  }

  /** Keeps the snapshot that knows more. */
  async saveSnapshot(stream: string, snapshot: LedgerSnapshot): Promise<void> {
    this.calls += 1;
    const before = this.#snapshots.get(stream)?.number ?? 0;
    if (snapshot.number > before) this.#snapshots.set(stream, snapshot);
  }

  /** A page of streams that begin with a prefix, as of the time when somebody last began to list. */
  async list(prefix: string, from: string): Promise<CatalogPage> {
    this.calls += 1;
    const streams = [...this.#catalog.keys()];
    const rest = streams.filter((key) => key >= from && key.startsWith(prefix)).toSorted();
    const items = rest.slice(0, CATALOG_PAGE).map((stream) => ({
      stream,
      events: (this.#streams.get(stream) ?? []).slice(0, this.#catalog.get(stream)),
    }));
    if (from === "") this.catchUp();
    return { items, next: rest[CATALOG_PAGE] };
  }

  /** Lets the catalog know all. */
  catchUp(): void {
    for (const stream of this.#fresh) {
      this.#catalog.set(stream, this.#streams.get(stream)?.length ?? 0);
    }
    this.#fresh.clear();
  }
}
