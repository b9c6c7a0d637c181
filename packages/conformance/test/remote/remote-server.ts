import type { FaultyCalls, ServerFault, ServerFaults } from "../../src/index.ts";
import { SERVER_FAULTS } from "../../src/index.ts";
import { RemoteError } from "./remote-error.ts";

/** What the server can be told to refuse to everyone. */
export const REMOTE_ACTIONS = [
  "getHead",
  "putHead",
  "listHeads",
  "getPart",
  "putPart",
  "dropPart",
] as const;

/** One of {@link REMOTE_ACTIONS}. */
export type RemoteAction = (typeof REMOTE_ACTIONS)[number];

/** Heads that one page of a listing holds. */
export const REMOTE_PAGE = 10;

/** One committed state of a secret: which part holds the value of each key. */
export interface RemoteState {
  readonly revision: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly parts: ReadonlyMap<string, string>;
}

/** What the server keeps of a secret, as one object. */
export interface Head {
  /** Marks the write that made this head, so that it is known again. */
  readonly attempt: string;
  readonly type: string | undefined;
  readonly owned: boolean;
  readonly createdAt: number;
  /** The states that are kept, the present one first; none where the secret is deleted. */
  readonly states: readonly [RemoteState, ...RemoteState[]] | readonly [];
}

/** A head, and its version, which no other head ever had. */
export interface FoundHead {
  readonly path: string;
  readonly head: Head;
  readonly version: number;
}

export interface HeadPage {
  readonly found: readonly FoundHead[];
  /** Where the next page begins; `undefined` at the end. */
  readonly next: string | undefined;
}

/**
 * A store as a cloud has it: heads, each written whole and under a condition, and parts, each of one
 * value. No call changes two objects. It counts its calls, and can be told to fail.
 */
export class RemoteServer implements ServerFaults {
  readonly kinds: readonly ServerFault[] = SERVER_FAULTS;
  readonly heads: Map<string, FoundHead> = new Map();
  readonly parts: Map<string, string> = new Map();
  calls = 0;
  /** Connections that are open. */
  connections = 0;
  #versions = 0;
  #fault: { readonly kind: ServerFault; readonly from: number; readonly to: number } | undefined;
  readonly #late: (() => unknown)[] = [];
  #refused: ReadonlySet<string> = new Set();

  /** Refuses these actions to everyone, until the next call. */
  refuse(actions: readonly string[]): void {
    this.#refused = new Set(actions);
  }

  isRefused(action: RemoteAction): boolean {
    return this.#refused.has(action);
  }

  async begin(kind: ServerFault, { first, count }: FaultyCalls): Promise<void> {
    await this.end();
    const from = this.calls + first;
    this.#fault = { kind, from, to: from + count };
  }

  async end(): Promise<void> {
    this.#fault = undefined;
    for (const carryOut of this.#late.splice(0)) carryOut();
  }

  getHead(path: string): Promise<FoundHead | undefined> {
    return this.#call("getHead", "reads", () => this.heads.get(path));
  }

  /** Writes a head where `version` is the one that is there, or where there is none and it is `undefined`. */
  putHead(path: string, head: Head, version: number | undefined): Promise<boolean> {
    return this.#call("putHead", "writes", () => {
      if (this.heads.get(path)?.version !== version) return false;
      this.plantHead(path, head);
      return true;
    });
  }

  dropHead(path: string, version: number): Promise<void> {
    return this.#call("putHead", "writes", () => {
      if (this.heads.get(path)?.version === version) this.heads.delete(path);
    });
  }

  /** The heads whose paths begin with a prefix, in the order of their paths, behind one. */
  listHeads(prefix: string, after: string): Promise<HeadPage> {
    return this.#call("listHeads", "reads", (fault) => {
      const size = { "empty page": 0, "half page": REMOTE_PAGE / 2 }[String(fault)] ?? REMOTE_PAGE;
      const rest = [...this.heads.values()]
        .filter(({ path }) => path.startsWith(prefix) && path > after)
        .toSorted((a, b) => (a.path < b.path ? -1 : 1));
      const found = rest.slice(0, size);
      return { found, next: rest.length > size ? (found.at(-1)?.path ?? after) : undefined };
    });
  }

  getPart(id: string): Promise<string | undefined> {
    return this.#call("getPart", "reads", () => this.parts.get(id));
  }

  putPart(id: string, value: string): Promise<void> {
    return this.#call("putPart", "writes", () => {
      this.parts.set(id, value);
    });
  }

  dropPart(id: string): Promise<void> {
    return this.#call("dropPart", "writes", () => {
      this.parts.delete(id);
    });
  }

  /** Writes a head without a call. */
  plantHead(path: string, head: Head): void {
    this.#versions += 1;
    this.heads.set(path, { path, head, version: this.#versions });
  }

  async #call<T>(
    action: RemoteAction,
    does: "reads" | "writes",
    carryOut: (fault: ServerFault | undefined) => T,
  ): Promise<T> {
    this.calls += 1;
    const { calls } = this;
    const fault = this.#fault;
    const kind = fault && calls >= fault.from && calls < fault.to ? fault.kind : undefined;
    // The way to the server: others' calls may come first.
    await Promise.resolve();
    if (this.#refused.has(action)) throw new RemoteError("denied");
    switch (kind) {
      case "throttled":
        throw new RemoteError("throttled");
      case "unanswered":
        carryOut(kind);
        throw new RemoteError("unavailable");
      case "late":
        if (does === "writes") this.#late.push(() => carryOut(kind));
        throw new RemoteError("unavailable");
      case "cut":
        throw new RemoteError("unavailable");
      case "repeated":
        carryOut(kind);
        return carryOut(kind);
      default:
        return carryOut(kind);
    }
  }
}
