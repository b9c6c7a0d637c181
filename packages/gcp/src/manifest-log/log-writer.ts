import type { LogPort } from "./log-port.ts";
import type { LogReader, LogState } from "./log-reader.ts";
import { encodeManifest, type Manifest, type ManifestContent } from "./manifest.ts";

/** How one attempt to commit ended. */
export type CommitOutcome =
  | { readonly kind: "committed"; readonly number: number; readonly manifest: Manifest }
  /** Someone else's manifest superseded the same one, before. */
  | { readonly kind: "lost" }
  /** It may be in force, may come into force later, or never. */
  | { readonly kind: "unknown"; readonly error: unknown };

/** How a whole write ended. */
export type UpdateOutcome<Refusal> =
  | Exclude<CommitOutcome, { readonly kind: "lost" }>
  | { readonly kind: "declined"; readonly refusal: Refusal }
  /** Others were faster each time. Nothing was written. */
  | { readonly kind: "exhausted" };

/** What a write makes of the state that it finds. */
export type Change<Refusal> = (
  state: LogState,
) => Promise<
  | { readonly kind: "commit"; readonly content: ManifestContent }
  | { readonly kind: "decline"; readonly refusal: Refusal }
>;

/** How often the same record is sent while no answer comes. */
const APPENDS = 5;

/** How often a write begins again after others were faster. */
const ATTEMPTS = 24;

export interface LogWriterOptions {
  /** Unique per write. */
  readonly transaction: string;
}

/** Writes to the log of one secret. Meant for one write. */
export class LogWriter {
  readonly #port: LogPort;
  readonly #reader: LogReader;
  readonly #transaction: string;
  #mayHaveCommitted = false;

  constructor(port: LogPort, reader: LogReader, { transaction }: LogWriterOptions) {
    this.#port = port;
    this.#reader = reader;
    this.#transaction = transaction;
  }

  /** Reports whether a manifest of this write is in force, or may be, or may yet come into force. */
  get mayHaveCommitted(): boolean {
    return this.#mayHaveCommitted;
  }

  /** Writing: reads, asks what to make of it, and commits that, until nobody else was faster. */
  async update<Refusal>(change: Change<Refusal>): Promise<UpdateOutcome<Refusal>> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const state = await this.#reader.strong();
      const { number, manifest } = state;
      if (manifest?.transaction === this.#transaction)
        return { kind: "committed", number, manifest };
      const changed = await change(state);
      if (changed.kind === "decline") return { kind: "declined", refusal: changed.refusal };
      const outcome = await this.commit(state, changed.content);
      if (outcome.kind !== "lost") return outcome;
      await this.#port.backOff(attempt);
    }
    return { kind: "exhausted" };
  }

  /** One attempt: appends a manifest over a state, and finds out whether it came into force. */
  async commit(state: LogState, content: ManifestContent): Promise<CommitOutcome> {
    const manifest: Manifest = {
      ...content,
      base: state.number,
      seen: state.top,
      transaction: this.#transaction,
      at: this.#port.now(),
    };
    const outcome = await this.append(manifest);
    // What has lost is out of date for ever, with all its copies.
    if (outcome.kind === "lost") this.#mayHaveCommitted = false;
    return outcome;
  }

  /** Ambiguous commits: the same bytes again, until it is known where one of them landed. */
  protected async append(manifest: Manifest): Promise<CommitOutcome> {
    const data = encodeManifest(manifest);
    let failure: unknown;
    for (let attempt = 1; attempt <= APPENDS; attempt += 1) {
      // The port throws what surely had no effect.
      const appended = await this.#port.head.append(data);
      this.#mayHaveCommitted = true;
      if (appended.kind === "appended") return this.decide(manifest, appended.number);
      failure = appended.error;
      // Of several copies, at most one can be in force; so that another does no harm, whenever the first lands.
      const found = await this.#find(manifest);
      if (found !== undefined) return found;
      await this.#port.backOff(attempt);
    }
    return (await this.#find(manifest)) ?? { kind: "unknown", error: failure };
  }

  /** What has become of a manifest without an answer, if a copy of it has landed. */
  async #find(manifest: Manifest): Promise<CommitOutcome | undefined> {
    for (let number = manifest.seen + 1; ; number += 1) {
      const record = await this.#reader.look(number);
      if (record.kind === "missing") return undefined;
      if (this.hides(record.kind)) return this.#followLinks(manifest);
      if (record.kind === "manifest" && this.isCopy(record.manifest, manifest))
        return this.decide(manifest, number);
    }
  }

  /**
   * Whether a record is a copy of a manifest. One of the same write with another base belongs to an earlier attempt,
   * which was lost, and may land late.
   */
  protected isCopy(record: Manifest, { transaction, base }: Manifest): boolean {
    return record.transaction === transaction && record.base === base;
  }

  /** The winner rule: the first after `seen` that supersedes the same manifest is one's own. */
  protected async decide(manifest: Manifest, landed: number): Promise<CommitOutcome> {
    const { base, seen, transaction } = manifest;
    for (let number = seen + 1; number < landed; number += 1) {
      const record = await this.#reader.record(number);
      if (this.hides(record.kind)) return this.#followLinks(manifest);
      if (record.kind !== "manifest" || record.manifest.base !== base) continue;
      const own = record.manifest.transaction === transaction;
      return own ? { kind: "committed", number, manifest } : { kind: "lost" };
    }
    return { kind: "committed", number: landed, manifest };
  }

  /** Whether a record in one's own window may have been a competitor's. */
  protected hides(kind: "manifest" | "junk" | "destroyed" | "missing"): boolean {
    return kind === "destroyed";
  }

  /** Destroyed records: what came into force is a chain of bases, down from what is in force now. */
  async #followLinks(own: Manifest): Promise<CommitOutcome> {
    const { seen, transaction } = own;
    let { number, manifest } = await this.#reader.strong();
    while (number > seen && manifest !== undefined) {
      if (manifest.transaction === transaction) return { kind: "committed", number, manifest: own };
      number = manifest.base;
      if (number <= seen) return { kind: "lost" };
      const record = await this.#reader.record(number);
      manifest = record.kind === "manifest" ? record.manifest : undefined;
    }
    return {
      kind: "unknown",
      error: new Error("the records that tell who was first are destroyed"),
    };
  }
}
