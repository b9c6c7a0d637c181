import { setImmediate as turn } from "node:timers/promises";
import type {
  Call,
  CreateOutcome,
  HistoryEntry,
  RecordSummary,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import type { OpenStoreOptions } from "./open-store-options.ts";
import {
  currentIdentity,
  currentState,
  historyOf,
  insertState,
  pageAfter,
  removableState,
  removeState,
  replaceState,
  stateOfRevision,
  toRecord,
} from "./states.ts";
import { StoreAccess } from "./store-access.ts";

/** What replaces a state, and which state it is meant to replace. */
export interface Replacement {
  readonly record: SecretRecord;
  readonly expected: Revision | undefined;
}

/** The store of one manager: what each hook does to it. */
export class LocalStore {
  readonly #access: StoreAccess;

  /** @param options asked for each time that the store is opened, also again after someone gave it another key */
  constructor(options: () => OpenStoreOptions) {
    this.#access = new StoreAccess(options);
  }

  open(call: Call): Promise<void> {
    return this.#access.open(call);
  }

  close(): void {
    this.#access.close();
  }

  /** The only operation that makes a store where there is none. */
  create(path: SecretPath, record: SecretRecord, call: Call): Promise<CreateOutcome> {
    return this.#access.create(call, "create", (store): CreateOutcome => {
      if (currentIdentity(store, path.full) !== undefined) return { kind: "exists" };
      const revision = insertState(store, { path: path.full, ...record, at: timeOf(call) });
      return { kind: "created", revision };
    });
  }

  read(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    return this.#access.read(call, "read", (store) => {
      const state = currentState(store, path.full);
      return state && toRecord(state);
    });
  }

  async replace(
    path: SecretPath,
    { record, expected }: Replacement,
    call: Call,
  ): Promise<ReplaceOutcome> {
    const outcome = await this.#access.write(call, "replace", (store): ReplaceOutcome => {
      const current = currentState(store, path.full);
      if (current === undefined) return { kind: "absent" };
      if (current.type !== record.type) return { kind: "type_mismatch", storedType: current.type };
      if (expected !== undefined && current.revision !== expected) return { kind: "conflict" };
      const { entries } = record;
      const revision = replaceState(store, current, { entries, at: timeOf(call) });
      return { kind: "replaced", revision };
    });
    return outcome ?? { kind: "absent" };
  }

  async remove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    const outcome = await this.#access.write(call, "remove", (store): RemoveOutcome => {
      const current = removableState(store, path.full);
      if (current === undefined) return { kind: "absent" };
      if (expected !== undefined && current.revision !== expected) return { kind: "conflict" };
      removeState(store, current);
      return { kind: "removed" };
    });
    return outcome ?? { kind: "absent" };
  }

  async *list(prefix: string, call: Call): AsyncGenerator<RecordSummary, void, undefined> {
    let after = "";
    for (;;) {
      const page = await this.#access.read(call, "page", (store) =>
        pageAfter(store, prefix, after),
      );
      if (page === undefined) return;
      yield* page;
      // A page is read without the event loop: timers, aborts and others get their turn between two.
      await turn();
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.path;
    }
  }

  history(path: SecretPath, call: Call): Promise<readonly HistoryEntry[] | undefined> {
    return this.#access.read(call, "history", (store) => historyOf(store, path.full));
  }

  readRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    return this.#access.read(call, "read revision", (store) => {
      const state = stateOfRevision(store, path.full, revision);
      return state && toRecord(state);
    });
  }
}

/** The time of an operation, in whole milliseconds: a clock may tell fractions of them. */
function timeOf({ clock }: Call): number {
  return Math.trunc(clock.now());
}
