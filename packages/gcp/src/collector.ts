import type { Call } from "@keykist/core";
import { isOfBackend } from "./errors.ts";
import type { GcpSecrets } from "./gcp-secrets.ts";
import { collect } from "./manifest-log/collect.ts";
import { storedLog } from "./stored-log.ts";

/**
 * How long superseded states are kept: far longer than any read or write takes. Milliseconds.
 */
const GRACE = 3_600_000;

/** How many superseded states are kept, whatever their age. */
const PREVIOUS = 1;

/** How many secrets are collected at once when the manager closes. */
const CONCURRENCY = 8;

/**
 * Collects the garbage of the secrets that this manager has changed: in the background when what was superseded then may
 * be destroyed, and when the manager closes, what others have left. What fails, the next writer does.
 */
export class Collector {
  readonly #secrets: GcpSecrets;
  /** When each secret was changed first since its last collection. */
  readonly #changed = new Map<string, number>();
  readonly #running = new Set<Promise<void>>();

  constructor(secrets: GcpSecrets) {
    this.#secrets = secrets;
  }

  /** A secret was changed. */
  note(path: string, call: Call): void {
    if (!this.#changed.has(path)) this.#changed.set(path, call.clock.now());
  }

  /** Begins to collect what has become due. Nobody waits for it but {@link Collector.finish}. */
  begin(call: Call): void {
    const due = call.clock.now() - GRACE;
    for (const [path, since] of this.#changed) {
      // Those behind it were noted later.
      if (since > due) return;
      this.#start(path, call);
    }
  }

  /** Collects everything that was noted, and waits for all of it. */
  async finish(call: Call): Promise<void> {
    for (const path of this.#changed.keys()) {
      this.#start(path, call);
      if (this.#running.size >= CONCURRENCY) await Promise.race(this.#running);
    }
    await Promise.all(this.#running);
  }

  #start(path: string, call: Call): void {
    this.#changed.delete(path);
    const running = this.#collect(path, call).finally(() => {
      this.#running.delete(running);
    });
    this.#running.add(running);
  }

  async #collect(path: string, call: Call): Promise<void> {
    const { port, reader } = storedLog(this.#secrets, path, call);
    try {
      await collect(port, reader(), { grace: GRACE, previous: PREVIOUS });
    } catch (error) {
      // Not allowed, out of reach, or damaged: nobody's operation fails for it, and nothing is lost.
      if (!isOfBackend(error)) this.#ended(error, call);
    }
  }

  /** The manager is closed, or its time is up. */
  #ended(error: unknown, call: Call): void {
    if (!call.signal.aborted) throw error;
  }
}
