import { setImmediate as turn } from "node:timers/promises";
import { classifyLocalError } from "./errors.ts";
import { EveryState, type FoundState, verifiedEntries } from "./every-state.ts";
import { LocalStoreError } from "./local-store-error.ts";
import { type OpenStore, openPresentStore, reopenStore } from "./open-store.ts";
import type { OpenStoreOptions } from "./open-store-options.ts";
import { assertSameKey } from "./same-key.ts";
import type { StateKind } from "./sealing.ts";
import { changedDigest, EMPTY_DIGEST, unsealDigest } from "./store-digest.ts";
import { type StoreConfig, storeOperation, type StoreOperationOptions } from "./store-operation.ts";
import { type StoreCall, retryWhileLocked } from "./retry-while-locked.ts";

/** Paths that a report names at most. */
const NAMED = 100;
/** Complaints of SQLite that a report holds at most. */
const COMPLAINTS = 100;
/** Tries to read all while others may write, before they are made to wait. */
const FREE_PASSES = 2;

/** What is found in a store that is looked through from end to end. */
export interface StoreReport {
  /** The file of the store. */
  readonly file: string;
  /** Whether all below is as it should be. */
  readonly sound: boolean;
  /** States that are there: those in force, one for each secret, and the earlier ones. */
  readonly states: Readonly<Record<StateKind, number>>;
  /** States that are not what was written. */
  readonly damagedStates: number;
  /** Their paths, each once, the first 100; `"?"` where not even the path can be read. */
  readonly damaged: readonly string[];
  /**
   * What the sealed digest of the store says: `differs` where a state is missing, doubled or from elsewhere,
   * `damaged` where the digest itself is not what was written.
   */
  readonly digest: "matches" | "differs" | "damaged";
  /** What SQLite's own check of the file complains about, at most 100; empty where it is sound. */
  readonly structure: readonly string[];
}

type Findings = Omit<StoreReport, "file" | "sound">;

/** The public function of this name. */
export function verifyStore(
  config: StoreConfig,
  options: StoreOperationOptions,
): Promise<StoreReport> {
  const operation = {
    name: "verifyStore",
    action: "verify the store",
    config: { ...config, readOnly: true },
    options,
  };
  return storeOperation(operation, async (opening, call) => {
    const { store } = await openPresentStore(opening, call);
    try {
      const findings = await consistentFindings(store, opening, call);
      const { damagedStates, digest, structure } = findings;
      const sound = damagedStates === 0 && digest === "matches" && structure.length === 0;
      return { file: opening.file, sound, ...findings };
    } finally {
      store.database.close();
    }
  });
}

/** Findings that are of one state of the store. */
async function consistentFindings(
  opened: OpenStore,
  opening: OpenStoreOptions,
  call: StoreCall,
): Promise<Findings> {
  let store = opened;
  for (let pass = 1; ; pass += 1) {
    const { database } = store;
    const version = (): Promise<unknown> =>
      retryWhileLocked(call, { name: "version", mutates: false }, () => {
        assertSameKey(store);
        return database.get("PRAGMA data_version")?.["data_version"];
      });
    try {
      if (pass > FREE_PASSES) {
        await retryWhileLocked(call, { name: "hold", mutates: false }, () => {
          database.beginReading();
        });
      }
      const before = await version();
      const findings = await findingsOf(store, call);
      if ((await version()) === before) return findings;
    } catch (error) {
      if (!(error instanceof LocalStoreError) || error.problem !== "rekeyed") throw error;
      database.rollBack();
      store = await reopenStore(store, opening, call);
    } finally {
      database.rollBack();
    }
  }
}

async function findingsOf(store: OpenStore, call: StoreCall): Promise<Findings> {
  const { database, keys } = store;
  const structure = await retryWhileLocked(call, { name: "check the file", mutates: false }, () =>
    complaints(store),
  );
  const states = { current: 0, earlier: 0 };
  const damaged = new Set<string>();
  let damagedStates = 0;
  let sum = EMPTY_DIGEST;
  const look = (found: FoundState): void => {
    const { kind, path = "?", state } = found;
    states[kind] += 1;
    if (state !== undefined) sum = changedDigest(sum, [{ kind, state, by: "added" }], keys);
    if (verifiedEntries(found, keys) !== undefined) return;
    damagedStates += 1;
    if (damaged.size < NAMED) damaged.add(path);
  };
  for (const kind of ["current", "earlier"] as const) {
    const every = new EveryState(database, kind);
    const next = (): boolean => {
      try {
        return every.next(look);
      } catch (error) {
        if (!isDamage(error)) throw error;
        structure.push(`not all ${kind} states can be reached`);
        return false;
      }
    };
    while (await retryWhileLocked(call, { name: "read", mutates: false }, next)) await turn();
  }
  const digest = await retryWhileLocked(call, { name: "read the digest", mutates: false }, () =>
    compared(store, sum),
  );
  return { states, damagedStates, damaged: [...damaged].toSorted(), digest, structure };
}

function complaints({ database }: OpenStore): string[] {
  try {
    return database
      .all(`PRAGMA integrity_check(${COMPLAINTS})`)
      .map((row) => String(row["integrity_check"]))
      .filter((complaint) => complaint !== "ok");
  } catch (error) {
    if (!isDamage(error)) throw error;
    return ["SQLite cannot check the file"];
  }
}

function compared({ database, keys }: OpenStore, sum: bigint): Findings["digest"] {
  try {
    const stored = database.get("SELECT digest FROM store WHERE id = 1")?.["digest"];
    return unsealDigest(stored, keys) === sum ? "matches" : "differs";
  } catch (error) {
    if (!isDamage(error)) throw error;
    return "damaged";
  }
}

/** Reports whether something is not as it was written: also a number too large to be one of ours. */
function isDamage(error: unknown): boolean {
  return (
    classifyLocalError(error)?.code === "CORRUPT" ||
    Reflect.get(Object(error), "code") === "ERR_OUT_OF_RANGE"
  );
}
