import type { RecordedOperation } from "./history.ts";
import { type Entry, type PreparedHistory, prepared } from "./prepared-history.ts";
import { applied, bit, NOTHING, type SecretMoment } from "./secret-specification.ts";

/*
 * A history is linearizable where every operation can be given one moment between its invocation and its
 * return, so that the answers are right in the order of these moments (M. Herlihy and J. Wing,
 * "Linearizability: a correctness condition for concurrent objects", TOPLAS 12(3), 1990).
 *
 * The search for such an order is that of J. Wing and C. Gong ("Testing and verifying concurrent
 * objects", JPDC 17, 1993), with what G. Lowe added to it ("Testing for linearizability", Concurrency
 * and Computation: Practice and Experience 29(4), 2017): a configuration that was tried is not tried
 * again, and an operation is put into the order no earlier than some return asks for it ("just in time").
 *
 * Ours are three more things. An operation that changes nothing is put into the order as soon as its answer is
 * right: nothing is lost by it. And of two configurations that differ only in which writes without an answer
 * took effect, the one with fewer of them is enough: whatever the other could go on to do, it can do, too. And
 * writes without an answer that do the same, as far as anybody is shown, are taken in one order only.
 */

/** What a search found. */
export type SearchResult =
  /** One order that explains all answers; writes that had no effect are not in it. */
  | { readonly kind: "ordered"; readonly order: readonly RecordedOperation[] }
  /** No order goes past the return of this operation. */
  | { readonly kind: "impossible"; readonly at: RecordedOperation }
  /** The bound was reached before an answer. */
  | { readonly kind: "undecided" };

/** All returns before that of number `position` are explained. */
interface Configuration {
  readonly position: number;
  /** Bit `n`: the operation whose return is number `position + n` is in the order already. */
  readonly ahead: bigint;
  /** Bits of the writes without an answer that are in the order. */
  readonly effects: bigint;
  readonly moment: SecretMoment;
  readonly last: OrderedOperation | undefined;
}

interface OrderedOperation {
  readonly operation: RecordedOperation;
  readonly before: OrderedOperation | undefined;
}

export interface SearchOptions {
  /** The steps that are made: configurations that are tried, and comparisons of them. */
  readonly limit: number;
  /** Writes that may have taken effect any number of times after they were invoked, or never. */
  readonly repeatable?: readonly RecordedOperation[] | undefined;
}

/** Searches an order for the operations on one secret, which is absent at first. */
export function search(
  operations: readonly RecordedOperation[],
  options: SearchOptions,
): SearchResult {
  const { limit, repeatable = [] } = options;
  return new Search(prepared(operations, repeatable), limit).run();
}

class Search {
  readonly #history: PreparedHistory;
  readonly #limit: number;
  /** What was tried: the sets of effects by everything else that tells configurations apart. */
  readonly #tried = new Map<string, bigint[]>();
  readonly #stack: Configuration[] = [];
  #steps = 0;
  #furthest = 0;

  constructor(history: PreparedHistory, limit: number) {
    this.#history = history;
    this.#limit = limit;
  }

  run(): SearchResult {
    const { absurd, answered } = this.#history;
    if (absurd !== undefined) return { kind: "impossible", at: absurd };
    this.#try({
      position: 0,
      ahead: 0n,
      effects: 0n,
      moment: { state: NOTHING, spent: 0n },
      last: undefined,
    });
    for (;;) {
      const configuration = this.#stack.pop();
      if (configuration === undefined) return this.#impossible();
      if (configuration.position === answered.length) {
        return { kind: "ordered", order: orderOf(configuration.last) };
      }
      if (this.#steps > this.#limit) return { kind: "undecided" };
      this.#expand(configuration);
    }
  }

  #impossible(): SearchResult {
    const at = this.#history.answered[this.#furthest]?.operation;
    if (at === undefined) throw new Error("a history without operations has an order");
    return { kind: "impossible", at };
  }

  /** Tries everything that can come next in the order, for the sake of the next return. */
  #expand(configuration: Configuration): void {
    const { position, effects } = configuration;
    const due = this.#history.answered[position];
    if (due === undefined) return;
    const { returned } = due.operation;
    for (const entry of this.#history.repeatable)
      if (entry.operation.invoked <= returned) this.#put(configuration, entry, {});
    for (const same of this.#history.unanswered) {
      const next = same.find(({ number }) => (effects & bit(number)) === 0n);
      if (next === undefined || next.operation.invoked > returned) continue;
      this.#put(configuration, next, { effects: effects | bit(next.number) });
    }
    // The one whose return it is comes last here, and so is tried first.
    for (const index of (this.#history.underWay[position] ?? []).toReversed()) {
      const entry = this.#history.answered[index];
      if (entry !== undefined && !isAhead(configuration, index))
        this.#put(configuration, entry, { ahead: configuration.ahead | bit(index - position) });
    }
  }

  /** Tries a configuration with one operation more in the order. */
  #put(
    configuration: Configuration,
    { operation, transition }: Entry,
    change: Partial<Pick<Configuration, "ahead" | "effects">>,
  ): void {
    const moment = applied(configuration.moment, transition);
    if (moment === undefined) return;
    const last = { operation, before: configuration.last };
    this.#try({ ...configuration, ...change, moment, last });
  }

  /** Goes on from a configuration later, unless another makes it needless. */
  #try(configuration: Configuration): void {
    const settled = this.#settled(configuration);
    const { position, ahead, effects, moment } = settled;
    const { entries, revision } = moment.state;
    const key = `${position} ${ahead} ${entries} ${revision}`;
    const tried = this.#tried.get(key);
    this.#steps += 1 + (tried?.length ?? 0);
    if (tried?.some((fewer) => (fewer & effects) === fewer) === true) return;
    if (tried === undefined) this.#tried.set(key, [effects]);
    else tried.push(effects);
    this.#furthest = Math.max(this.#furthest, position);
    this.#stack.push(settled);
  }

  /** Puts into the order what changes nothing and is right, and goes past the returns that are explained. */
  #settled(configuration: Configuration): Configuration {
    const { moment } = configuration;
    let { position, ahead, last } = configuration;
    for (;;) {
      for (const index of this.#history.underWay[position] ?? []) {
        const entry = this.#history.answered[index];
        if (entry === undefined || isAhead({ position, ahead }, index)) continue;
        if (applied(moment, entry.transition)?.state !== moment.state) continue;
        ahead |= bit(index - position);
        last = { operation: entry.operation, before: last };
      }
      if ((ahead & 1n) === 0n) return { ...configuration, position, ahead, last };
      position += 1;
      ahead >>= 1n;
    }
  }
}

function isAhead(
  { position, ahead }: Pick<Configuration, "position" | "ahead">,
  index: number,
): boolean {
  return (ahead & bit(index - position)) !== 0n;
}

function orderOf(last: OrderedOperation | undefined): RecordedOperation[] {
  const order: RecordedOperation[] = [];
  for (let each = last; each !== undefined; each = each.before) order.push(each.operation);
  return order.toReversed();
}
