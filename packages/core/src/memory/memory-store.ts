import type { Entries } from "../schemas/secret-schema.ts";
import type { Revision } from "../secrets/secret.ts";

/** One committed state of one secret. */
export interface MemoryState {
  readonly revision: Revision;
  readonly entries: Entries;
  readonly at: Date;
}

/** A secret in a {@link MemoryStore}. Replaced as a whole by every write, never changed. */
export interface MemorySecret {
  /** `undefined` for a secret that keykist does not own. */
  readonly type: string | undefined;
  readonly owned: boolean;
  readonly createdAt: Date;
  /** The state in force. */
  readonly current: MemoryState;
  /** The states before it, newest first. */
  readonly earlier: readonly MemoryState[];
}

/**
 * What memory managers keep their secrets in. Several managers may share one, as they would share a
 * file or a cloud account; it ends with the process.
 */
export class MemoryStore {
  /** The secrets by full path. */
  readonly secrets: Map<string, MemorySecret> = new Map();
  /** Deleted secrets by full path, for `undeleteSecret`; a new secret of the path takes their place. */
  readonly deleted: Map<string, MemorySecret> = new Map();
  // Part of every revision, so that no two stores of one process, or of two, ever give out the same.
  readonly #origin = crypto.randomUUID();
  #revisions = 0;

  /** A state that has never been. */
  state(entries: Entries, at: Date): MemoryState {
    this.#revisions += 1;
    return { revision: `${this.#origin}.${this.#revisions}`, entries: new Map(entries), at };
  }

  /** Puts a secret into the store as something other than keykist would. For tests. */
  plant(
    path: string,
    entries: Readonly<Record<string, string>>,
    options: PlantOptions = {},
  ): Revision {
    const at = options.at ?? new Date();
    const current = this.state(new Map(Object.entries(entries)), at);
    const { type, owned = type !== undefined } = options;
    this.secrets.set(path, { type, owned, createdAt: at, current, earlier: [] });
    return current.revision;
  }
}

export interface PlantOptions {
  /** The schema type of an owned secret. */
  readonly type?: string | undefined;
  /** Default: whether a type was given. */
  readonly owned?: boolean | undefined;
  /** Default: now. */
  readonly at?: Date | undefined;
}
