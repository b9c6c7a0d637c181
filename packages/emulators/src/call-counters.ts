/** How often each call was sent to a server: what budgets of calls are asserted with. */
export class CallCounters {
  readonly #counts = new Map<string, number>();

  /** Counts a call; answers how many of the name there were, with this one. */
  count(name: string): number {
    const count = this.of(name) + 1;
    this.#counts.set(name, count);
    return count;
  }

  /** Calls of one name. */
  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** All calls. */
  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Calls by name, for an assertion on all of them. */
  toJSON(): Record<string, number> {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Forgets what was counted, so that the next operation is counted alone. */
  reset(): void {
    this.#counts.clear();
  }
}
