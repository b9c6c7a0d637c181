import type { Entries, StoredRecord } from "@keykist/core";
import { LedgerError } from "./ledger-error.ts";
import type { LedgerEvent, LedgerFact } from "./ledger-service.ts";

/** One committed state. */
export interface LedgerState {
  readonly revision: string;
  readonly entries: Entries;
  readonly at: Date;
}

/** From a registration to the deletion after it; an undeletion goes on with it. */
export interface Life {
  /** `undefined` in a life that another program began. */
  readonly type: string | undefined;
  readonly begunAt: Date;
  /** Newest first. */
  readonly states: readonly [LedgerState, ...LedgerState[]];
}

/** What the events of a stream come to. */
export interface Story {
  /** How many events there are. */
  readonly version: number;
  /** The life that goes on. */
  readonly life: Life | undefined;
  /** The life that was ended last, where none has begun since. */
  readonly past: Life | undefined;
}

export const UNTOLD: Story = { version: 0, life: undefined, past: undefined };

/** Puts the values of a fact on what was there before. */
export type Merge = (before: Entries, fact: LedgerFact) => Entries;

/** Byte-exact: what a decoder would leave out, such as a mark of byte order, is part of a value. */
export function merged(before: Entries, { set, unset }: LedgerFact): Entries {
  const entries = new Map(before);
  for (const key of unset) entries.delete(key);
  for (const [key, bytes] of Object.entries(set)) entries.set(key, Buffer.from(bytes).toString());
  return entries;
}

/** Goes on with a story. */
export function told(story: Story, events: readonly LedgerEvent[], merge: Merge = merged): Story {
  return events.reduce((soFar, event) => next(soFar, event, merge), story);
}

function next({ life, past }: Story, event: LedgerEvent, merge: Merge): Story {
  const version = event.number;
  if (event.kind === "deleted") return { version, life: undefined, past: life };
  const state = (before: Entries): LedgerState => ({
    revision: event.id,
    entries: merge(before, event),
    at: event.at,
  });
  if (event.kind === "restored") {
    if (past === undefined) throw new LedgerError("damaged");
    return {
      version,
      past: undefined,
      life: {
        ...past,
        type: event.type ?? past.type,
        states: [state(new Map()), ...past.states],
      },
    };
  }
  if (life === undefined || event.kind === "registered") {
    const begun: Life = { type: event.type, begunAt: event.at, states: [state(new Map())] };
    return { version, past: undefined, life: begun };
  }
  const [current] = life.states;
  return { version, past, life: { ...life, states: [state(current.entries), ...life.states] } };
}

/** The fact that makes one content of another. */
export function difference(kind: string, before: Entries, after: Entries): LedgerFact {
  const changed = [...after].filter(([key, value]) => before.get(key) !== value);
  return {
    kind,
    set: Object.fromEntries(changed.map(([key, value]) => [key, Buffer.from(value)])),
    unset: [...before.keys()].filter((key) => !after.has(key)),
  };
}

/** The fact that begins a life, or goes on with one, with its whole content. */
export function whole(kind: string, entries: Entries, type?: string): LedgerFact {
  return { ...difference(kind, new Map(), entries), type };
}

/** A state of a life, as the base asks for it. */
export function recordOf(life: Life, state: LedgerState = life.states[0]): StoredRecord {
  const { type, begunAt: createdAt } = life;
  const { revision, entries, at: updatedAt } = state;
  return { type, owned: type !== undefined, revision, entries, createdAt, updatedAt };
}
