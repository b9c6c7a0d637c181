import { type Random, seededRandom } from "@keykist/conformance";
import type { Accessed, Appended, LogPort, VersionsPort } from "../../src/manifest-log/log-port.ts";
import type { Manifest } from "../../src/manifest-log/manifest.ts";

/** What can go wrong with a call; parts of 1. */
export interface Mishaps {
  /** The process is gone, before a call or after it. */
  readonly crash: number;
  /** An append is applied, and its answer is lost. */
  readonly lostAnswer: number;
  /** An append fails without an answer, and is applied later. */
  readonly late: number;
  /** An append fails without an answer, and is never applied. */
  readonly vanished: number;
  /** An append is applied, answered, and applied again later. */
  readonly twice: number;
  /** A call waits for very long before it arrives: its process is suspended. */
  readonly suspended: number;
}

/** How far `latest` and listings may be behind; states. */
const LAG = 3;

/** The longest time for which a process is suspended, or an append is on its way; turns. */
const SUSPENSION = 600;

interface Turn {
  readonly notBefore: number;
  readonly take: () => void;
}

/** Reports whether a manifest can be one of the model's log: of `db`, whose key `a` has the secret `key-a`. */
export function isOfTheModel({ path, keys }: Manifest): boolean {
  return path === "db" && [...keys].every(([key, { secret }]) => secret === `key-${key}`);
}

/** One version: its bytes, or that they were destroyed. */
type Version = Uint8Array | undefined;

/**
 * A Secret Manager and its clients, reduced to what the protocol rests on: appends are numbered densely and at one
 * moment, access by number is strongly consistent, all else may lag. One call is handled per turn, in an
 * order that the seed decides.
 */
export class World {
  readonly random: Random;
  /** Told of every append to the head, whatever becomes of it. */
  onHeadAppend: (number: number, data: Uint8Array) => void = () => undefined;
  readonly #mishaps: Mishaps;
  readonly #secrets = new Map<string, Version[]>();
  readonly #ready: Turn[] = [];
  readonly #later: Turn[] = [];
  #turn = 0;

  constructor(seed: number, mishaps: Mishaps) {
    this.random = seededRandom(seed);
    this.#mishaps = mishaps;
  }

  /** Turns so far: the time of this world. */
  get now(): number {
    return this.#turn;
  }

  /** Takes one turn; false where nothing is left to be done. What it sets off happens before the next. */
  step(): boolean {
    this.#turn += 1;
    this.#wake();
    const count = this.#ready.length;
    if (count === 0) return false;
    const chosen = this.random.below(count);
    const turn = this.#ready[chosen];
    const last = this.#ready.pop();
    if (chosen < this.#ready.length && last !== undefined) this.#ready[chosen] = last;
    turn?.take();
    return true;
  }

  /** What a process sees of the world. */
  client(process: Process): LogPort {
    return {
      head: this.#versions("head", process),
      key: (secret) => this.#versions(secret, process),
      owns: isOfTheModel,
      backOff: () => this.#call(process, () => undefined),
      now: () => this.#turn,
    };
  }

  /** Appends as a person does who knows nothing of the protocol. */
  appendByHand(secret: string, data: Uint8Array): Promise<void> {
    return this.#call(new Process({ mortal: false }), () => {
      this.#append(secret, data);
    });
  }

  /** The versions of a secret as they are, without a client. */
  versions(secret: string): readonly Version[] {
    return this.#secrets.get(secret) ?? [];
  }

  #wake(): void {
    const { length } = this.#later;
    if (length === 0) return;
    if (this.#ready.length === 0)
      this.#turn = Math.max(this.#turn, Math.min(...this.#later.map((turn) => turn.notBefore)));
    for (let index = length - 1; index >= 0; index -= 1) {
      const turn = this.#later[index];
      if (turn === undefined || turn.notBefore > this.#turn) continue;
      this.#later.splice(index, 1);
      this.#ready.push(turn);
    }
  }

  #wait(take: () => void, turns: number): void {
    if (turns === 0) this.#ready.push({ notBefore: 0, take });
    else this.#later.push({ notBefore: this.#turn + turns, take });
  }

  /** A long time at random, mostly none. */
  #suspension(process: Process): number {
    const suspended = process.mortal && this.random.next() < this.#mishaps.suspended;
    return suspended ? 1 + this.random.below(SUSPENSION) : 0;
  }

  #call<T>(process: Process, handle: () => T): Promise<T> {
    return new Promise((resolve) => {
      const take = (): void => {
        // Of a process that is gone, a call that it had sent arrives or does not.
        if (process.crashed) return;
        const crashes = process.mortal && this.random.next() < this.#mishaps.crash;
        if (crashes && this.random.next() < 0.5) {
          process.crash();
          return;
        }
        const answer = handle();
        if (crashes) process.crash();
        else resolve(answer);
      };
      this.#wait(take, this.#suspension(process));
    });
  }

  #append(secret: string, data: Uint8Array): number {
    let versions = this.#secrets.get(secret);
    if (versions === undefined) this.#secrets.set(secret, (versions = []));
    const number = versions.push(data);
    if (secret === "head") this.onHeadAppend(number, data);
    return number;
  }

  #appendWithMishaps(secret: string, data: Uint8Array, process: Process): Appended {
    const { lostAnswer, late, vanished, twice } = this.#mishaps;
    const luck = process.mortal ? this.random.next() : 1;
    const unknown: Appended = { kind: "unknown", error: new Error("no answer") };
    const later = (): void => {
      this.#wait(() => this.#append(secret, data), 1 + this.random.below(SUSPENSION));
    };
    if (luck < vanished) return unknown;
    if (luck < vanished + late) {
      later();
      return unknown;
    }
    const number = this.#append(secret, data);
    if (luck < vanished + late + lostAnswer) return unknown;
    if (luck < vanished + late + lostAnswer + twice) later();
    return { kind: "appended", number };
  }

  #versions(secret: string, process: Process): VersionsPort {
    const all = (): readonly Version[] => this.versions(secret);
    const at = (number: number): Accessed => {
      if (number < 1 || number > all().length) return { kind: "not_found" };
      const data = all()[number - 1];
      // Some secrets delay destruction: until it happens, their versions are disabled.
      const gone = number % 3 === 0 ? "disabled" : "destroyed";
      return data === undefined ? { kind: gone } : { kind: "found", number, data };
    };
    const lagging = (): number => Math.max(0, all().length - this.random.below(LAG + 1));
    return {
      access: (number) => this.#call(process, () => at(number)),
      latest: () => this.#call(process, () => at(lagging())),
      append: (data) => this.#call(process, () => this.#appendWithMishaps(secret, data, process)),
      destroy: (number) =>
        this.#call(process, () => {
          const versions = this.#secrets.get(secret);
          if (versions !== undefined && number <= versions.length) versions[number - 1] = undefined;
        }),
      active: () =>
        this.#call(process, () => {
          const numbers = Array.from({ length: lagging() }, (_nothing, index) => index + 1);
          // How old a version is decides nothing here: collection has no grace.
          return numbers
            .filter((number) => all()[number - 1] !== undefined)
            .map((number) => ({ number, createdAt: 0 }));
        }),
    };
  }
}

/** One that calls: what it does ends with it. */
export class Process {
  /** Whether anything can go wrong with its calls. */
  readonly mortal: boolean;
  readonly #ended = Promise.withResolvers<void>();
  #crashed = false;

  constructor({ mortal }: { readonly mortal: boolean }) {
    this.mortal = mortal;
  }

  get crashed(): boolean {
    return this.#crashed;
  }

  /** Resolves when it crashes. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  crash(): void {
    this.#crashed = true;
    this.#ended.resolve();
  }
}
