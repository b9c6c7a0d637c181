import { LogError } from "./log-error.ts";
import type { LogPort } from "./log-port.ts";
import { isSane, type Manifest, type ParsedRecord, parseManifest } from "./manifest.ts";

/** The state of a log at some moment. */
export interface LogState {
  /** The number of the manifest in force; 0 where none ever was. */
  readonly number: number;
  readonly manifest: Manifest | undefined;
  /** The highest number that was examined. */
  readonly top: number;
}

/** One record, as it was found. */
export type LogRecord =
  | { readonly kind: "manifest"; readonly manifest: Manifest }
  /** `forged`: it has the form of a manifest, and names another path or other ids than this log's own. */
  | { readonly kind: "junk"; readonly forged: boolean }
  /** `state`: a destruction that is delayed leaves a record disabled first. Both hide what the record was. */
  | { readonly kind: "destroyed"; readonly state: "destroyed" | "disabled" }
  | { readonly kind: "missing" };

/** What the records up to some number say. */
type Resolution =
  | { readonly kind: "in_force"; readonly number: number; readonly manifest: Manifest | undefined }
  /** A destroyed record stands in the window of `record`: what it was decides whether `record` is in force. */
  | { readonly kind: "undecidable"; readonly record: number }
  /** The record that is needed is itself destroyed. */
  | { readonly kind: "gone"; readonly record: number };

/** How often a missing number is looked for again, before it is taken for a hole. */
const LOOKS_INTO_A_HOLE = 4;

/** No secret has so many versions: at two a second, they would take thirty years. */
const HIGHEST_NUMBER = 2 ** 31 - 1;

/** How often a read begins again because of destroyed records. Each time, someone has committed in the meantime. */
const RESTARTS = 16;

/**
 * Reads the log of one secret: which record is in force. It keeps the records that it has seen, which never
 * change, and is meant for one operation.
 *
 * The rules are those of docs/gcp-protocol.md; the names of its sections stand at the methods.
 */
export class LogReader {
  readonly #port: LogPort;
  readonly #records = new Map<number, LogRecord>();
  /** Records that were proved to be inert without their window. That they are never changes. */
  readonly #superseded = new Set<number>();

  constructor(port: LogPort) {
    this.#port = port;
  }

  /** Snapshot reads: a state that was in force once, and may be old. */
  async snapshot(): Promise<LogState> {
    const top = await this.#latest();
    // "Nothing" may only be a view that has not caught up.
    if (top === 0) return this.strong();
    const resolution = await this.resolve(top);
    return resolution.kind === "in_force" ? { ...resolution, top } : this.strong();
  }

  /**
   * What `latest` shows: a number that is there, or 0, and the manifest of that number where it came into force for sure,
   * which is when it has an empty window. Something newer may be in force by now.
   */
  async shown(): Promise<{ readonly top: number; readonly manifest: Manifest | undefined }> {
    const top = await this.#latest();
    const record = this.#records.get(top);
    const decided = record?.kind === "manifest" && record.manifest.seen === top - 1;
    return { top, manifest: decided ? record.manifest : undefined };
  }

  /**
   * Strong reads: a state that was in force at some moment after the call.
   *
   * @param from a number that is known to be there, or 0; default: what `latest` shows
   */
  async strong({ from }: { readonly from?: number } = {}): Promise<LogState> {
    let top = await this.#climb(from ?? (await this.#latest()));
    for (let restart = 0; restart <= RESTARTS; restart += 1) {
      const resolution = await this.resolve(top);
      if (resolution.kind === "in_force") return { ...resolution, top };
      const before = top;
      top = await this.#climb(top);
      if (top === before) this.unmoved(resolution);
    }
    throw new LogError("busy", "the head has moved on whenever it was read");
  }

  /**
   * Destroyed records: nothing was committed since the destroyed one was met. Collection destroys below the base of
   * the manifest in force only; so the record that this leaves undecided is not in force, and never was.
   */
  protected unmoved(resolution: Exclude<Resolution, { readonly kind: "in_force" }>): void {
    if (resolution.kind === "gone") {
      const { record: number } = resolution;
      const record = this.#records.get(number);
      const state = record?.kind === "destroyed" ? record.state : "damaged";
      throw new LogError("damaged", `version ${number} of the head is ${state}`);
    }
    this.#superseded.add(resolution.record);
  }

  /** The validity rule: which record is in force after those up to `top`. */
  protected async resolve(top: number): Promise<Resolution> {
    for (let candidate = top; candidate > 0; candidate -= 1) {
      const record = await this.record(candidate);
      if (record.kind === "destroyed") return { kind: "gone", record: candidate };
      // Only a sane record offers a checkpoint to start from.
      if (record.kind !== "manifest" || this.#superseded.has(candidate)) continue;
      const { manifest } = record;
      const inForce = await this.#throughWindow(candidate, manifest);
      if (inForce === undefined) return { kind: "undecidable", record: candidate };
      if (inForce === manifest.base) return { kind: "in_force", number: candidate, manifest };
      return this.#manifestAt(inForce);
    }
    return { kind: "in_force", number: 0, manifest: undefined };
  }

  /** The number in force just before a record, from its own checkpoint; `undefined` where that cannot be told. */
  async #throughWindow(number: number, { base, seen }: Manifest): Promise<number | undefined> {
    let inForce = base;
    for (let at = seen + 1; at < number; at += 1) {
      const record = await this.record(at);
      if (this.hides(record)) return undefined;
      if (record.kind === "manifest" && record.manifest.base === inForce) inForce = at;
    }
    return inForce;
  }

  /** Whether a record in a window may have been one that decides. It is never skipped then. */
  protected hides(record: LogRecord): boolean {
    return record.kind === "destroyed";
  }

  async #manifestAt(number: number): Promise<Resolution> {
    const record = await this.record(number);
    if (record.kind === "manifest") return { kind: "in_force", number, manifest: record.manifest };
    return { kind: "gone", record: number };
  }

  /** A record below a known one. */
  async record(number: number): Promise<LogRecord> {
    for (let look = 1; look <= LOOKS_INTO_A_HOLE; look += 1) {
      const record = await this.look(number);
      if (record.kind !== "missing") return record;
      await this.#port.backOff(look);
    }
    throw new LogError("hole", `version ${number} of the head is missing`);
  }

  /** Looks at a number that may not be there. */
  async look(number: number): Promise<LogRecord> {
    const known = this.#records.get(number);
    if (known !== undefined) return known;
    const accessed = await this.#port.head.access(number);
    switch (accessed.kind) {
      case "found":
        return this.#keep(number, accessed.data);
      case "not_found":
        return { kind: "missing" };
      case "destroyed":
      case "disabled": {
        const record = { kind: "destroyed", state: accessed.kind } as const;
        this.#records.set(number, record);
        return record;
      }
    }
  }

  #keep(number: number, data: Uint8Array): LogRecord {
    const parsed = parseManifest(data);
    if (parsed.kind === "newer")
      throw new LogError("newer", `version ${number} of the head is of a later format`);
    const record = this.#judged(parsed, number);
    this.#records.set(number, record);
    return record;
  }

  #judged(parsed: Exclude<ParsedRecord, { readonly kind: "newer" }>, number: number): LogRecord {
    if (parsed.kind === "junk" || !isSane(parsed.manifest, number))
      return { kind: "junk", forged: false };
    return this.accepts(parsed.manifest) ? parsed : { kind: "junk", forged: true };
  }

  /** Records: a manifest of another path, or with other ids, is never in force and never followed. */
  protected accepts(manifest: Manifest): boolean {
    return this.#port.owns(manifest);
  }

  /** A number that is there, or 0: a start for climbing, which may lag. */
  async #latest(): Promise<number> {
    const accessed = await this.#port.head.latest();
    // Of what is destroyed or disabled no number is told: it is climbed to from the beginning.
    if (accessed.kind !== "found") return 0;
    if (!this.#records.has(accessed.number)) this.#keep(accessed.number, accessed.data);
    return accessed.number;
  }

  /** The highest number, at some moment after the call: strides grow until one leads too far, then shrink. */
  async #climb(from: number): Promise<number> {
    let top = from;
    let stride = 1;
    let growing = true;
    for (;;) {
      if (top + stride > HIGHEST_NUMBER)
        throw new LogError("damaged", "the head appears to have endless versions");
      const { kind } = await this.look(top + stride);
      if (kind === "missing") {
        if (stride === 1) return top;
        growing = false;
        stride /= 2;
      } else {
        top += stride;
        if (growing) stride *= 2;
        else if (stride > 1) stride /= 2;
      }
    }
  }
}
