import { failure } from "./failure.ts";
import type { Call, Operation, Wanted } from "./flavor-contract.ts";
import { OperationRun, type OperationRunOptions } from "./operation-run.ts";

/** What one operation asks of the runner. */
export interface OperationRequest {
  readonly operation: Operation;
  readonly secret?: string | undefined;
  readonly wanted?: Partial<Wanted> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What all operations of one manager share. */
export interface OperationRunnerOptions extends Omit<
  OperationRunOptions,
  "frame" | "wanted" | "signal"
> {
  readonly flavor: string;
  readonly connect: (call: Call) => Promise<void>;
  readonly disconnect: (call: Call) => Promise<void>;
}

/** Starts the operations of one manager, and ends them when it closes. */
export class OperationRunner {
  readonly #options: OperationRunnerOptions;
  /** Work under way: what `close` waits for. */
  readonly #working = new Map<Promise<unknown>, OperationRun>();
  #connected = false;
  #connecting: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  #ended = false;

  constructor(options: OperationRunnerOptions) {
    this.#options = options;
  }

  /** Runs an operation that is one piece of work. */
  async run<T>(request: OperationRequest, work: (run: OperationRun) => Promise<T>): Promise<T> {
    const run = this.open(request);
    try {
      return await this.#within(run, () => work(run));
    } finally {
      run.finish();
    }
  }

  /** Does one piece of work of an operation, within the time allowed for it. */
  async #within<T>(run: OperationRun, work: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) throw run.failure("CLOSED");
    const done = run.within(work);
    this.#working.set(done, run);
    try {
      return await done;
    } finally {
      this.#working.delete(done);
    }
  }

  /**
   * Passes on the items of a batch or a listing; the wait for each is a piece of work of its own.
   * The caller finishes the run.
   */
  async *iterate<T>(
    run: OperationRun,
    items: () => AsyncIterable<T>,
  ): AsyncGenerator<T, void, undefined> {
    let iterator: AsyncIterator<T> | undefined;
    try {
      for (;;) {
        const next = await this.#within(run, () =>
          (iterator ??= items()[Symbol.asyncIterator]()).next(),
        );
        if (next.done === true) {
          iterator = undefined;
          return;
        }
        yield next.value;
      }
    } finally {
      // Not awaited: a page that hangs must not hold the consumer, and its end interests nobody.
      iterator?.return?.()?.then(undefined, () => undefined);
    }
  }

  /** Refuses new work, waits for what runs, then aborts it. */
  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  /** Begins an operation of several pieces of work, for {@link OperationRunner.iterate}. */
  open(request: OperationRequest): OperationRun {
    const { flavor, connect: _connect, disconnect: _disconnect, ...shared } = this.#options;
    const { operation, secret, wanted, signal } = request;
    const frame = { operation, flavor, secret };
    if (this.#closed !== undefined && operation !== "close") throw failure(frame, "CLOSED");
    return new OperationRun({
      ...shared,
      frame,
      signal,
      wanted: {
        keys: wanted?.keys,
        type: wanted?.type,
        summaries: wanted?.summaries ?? "full",
        owned: wanted?.owned ?? "owned",
      },
    });
  }

  /**
   * Connects, before the first hook, once for all operations; a failure is the failure of the
   * operation that tried.
   *
   * @returns what to wait for; nothing once it is connected
   */
  connected(call: Call): Promise<void> | undefined {
    return this.#connected ? undefined : this.#connect(call);
  }

  async #connect(call: Call): Promise<void> {
    while (!this.#connected) {
      if (this.#connecting === undefined) {
        await this.#attempt(call);
        // It took longer than closing waited: nobody else will release what was opened.
        if (this.#ended) await this.#options.disconnect(call);
      } else {
        // Another operation's attempt. Its failure is that operation's, and then it is our turn.
        await this.#connecting.catch(() => undefined);
      }
    }
  }

  /**
   * One attempt. It is over when the operation that made it is: one that hangs, and ignores its signal,
   * must not keep later operations from trying.
   */
  async #attempt(call: Call): Promise<void> {
    const { signal } = call;
    let giveUp: (() => void) | undefined;
    // No `Promise.withResolvers`: a Node that lacks it gets here before the local flavor names what it needs.
    const givenUp = new Promise<never>((_resolve, reject) => {
      giveUp = (): void => {
        reject(new DOMException("the operation was stopped", "AbortError"));
      };
      signal.addEventListener("abort", giveUp, { once: true });
    });
    const connecting = this.#options.connect(call).then(() => {
      // Known before anyone can begin another attempt, and also of one that was given up.
      this.#connected = true;
    });
    const attempt = Promise.race([connecting, givenUp]);
    this.#connecting = attempt;
    try {
      await attempt;
    } finally {
      if (giveUp !== undefined) signal.removeEventListener("abort", giveUp);
      if (this.#connecting === attempt) this.#connecting = undefined;
    }
  }

  async #shutDown(): Promise<void> {
    const { clock, timeoutMs } = this.#options;
    const working = [...this.#working];
    const settled = Promise.allSettled(working.map(([work]) => work));
    let cancel: (() => void) | undefined;
    const late = new Promise<void>((resolve) => {
      cancel = clock.schedule(resolve, timeoutMs);
    });
    await Promise.race([settled, late]);
    cancel?.();
    for (const run of this.#working.values()) run.stop("CLOSED");
    await settled;
    this.#ended = true;
    if (!this.#connected) return;
    const run = this.open({ operation: "close" });
    await run.within(() => this.#options.disconnect(run));
  }
}
