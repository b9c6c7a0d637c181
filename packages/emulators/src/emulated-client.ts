import type { Random } from "@keykist/conformance";
import type { CallOptions, CallTypes, LogEntry, ReceivedCall } from "./emulated-server.ts";
import type { Fault, SentCall } from "./fault-plan.ts";
import type { Simulation } from "./simulation.ts";

/** How a client reaches its server. */
export interface Connection<Calls extends CallTypes> {
  /** A call leaves; answers what will go wrong with it. */
  readonly send: (name: string) => {
    readonly sent: SentCall;
    readonly fault: Fault | undefined;
  };
  readonly handle: <Name extends keyof Calls & string>(
    call: ReceivedCall & { readonly name: Name },
    request: Calls[Name]["request"],
  ) => Calls[Name]["answer"];
  /** The time that something takes on its way. */
  readonly travel: () => Promise<void>;
  readonly note: (call: SentCall, event: LogEntry["event"]) => void;
}

/** What a handler came to. */
type Outcome<Answer> =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "error"; readonly error: unknown };

/** One that calls an emulated server. */
export class EmulatedClient<Calls extends CallTypes> {
  readonly name: string;
  readonly #simulation: Simulation;
  readonly #connection: Connection<Calls>;
  readonly #luck: Random;
  #crashed = false;

  constructor(name: string, simulation: Simulation, connection: Connection<Calls>) {
    this.name = name;
    this.#simulation = simulation;
    this.#connection = connection;
    this.#luck = simulation.random(`luck of ${name}`);
  }

  /**
   * Calls the server.
   *
   * @throws what the handler throws, what a fault says, or the reason of the signal
   */
  async call<Name extends keyof Calls & string>(
    name: Name,
    request: Calls[Name]["request"],
    { signal }: CallOptions = {},
  ): Promise<Calls[Name]["answer"]> {
    signal?.throwIfAborted();
    const delivered = this.#deliver(name, request);
    return signal === undefined ? delivered : Promise.race([delivered, aborted(signal)]);
  }

  /**
   * The program behind it is gone: nothing that it called is answered any more. What was under way may reach
   * the server, or not.
   */
  crash(): void {
    this.#crashed = true;
  }

  async #deliver<Name extends keyof Calls & string>(
    name: Name,
    request: Calls[Name]["request"],
  ): Promise<Calls[Name]["answer"]> {
    if (this.#crashed) return never();
    const { sent, fault } = this.#connection.send(name);
    const handled = (delivery: number): Promise<Outcome<Calls[Name]["answer"]>> =>
      this.#handled(name, { ...sent, at: 0, delivery }, request);
    const later = async (
      milliseconds: number,
      delivery: number,
    ): Promise<Outcome<Calls[Name]["answer"]>> => {
      await this.#simulation.wait(milliseconds);
      return handled(delivery);
    };
    switch (fault?.kind) {
      case undefined:
        return this.#answered(sent, await handled(1));
      case "delay":
        await this.#simulation.wait(fault.ms);
        return this.#answered(sent, await handled(1));
      case "refuse":
        return this.#answered(sent, { kind: "error", error: fault.error });
      case "lose answer":
        await handled(1);
        return this.#answered(sent, { kind: "error", error: fault.error });
      case "land late": {
        // Counted from when the client is told, so that it always is late.
        const failed = this.#answered(sent, { kind: "error", error: fault.error });
        void failed.catch(() => later(fault.afterMs, 1));
        return failed;
      }
      case "deliver twice": {
        const outcome = await handled(1);
        const again = later(fault.afterMs, 2);
        return this.#answered(sent, fault.answer === "second" ? await again : outcome);
      }
      case "hang":
        if (fault.when === "after") await handled(1);
        return never();
      case "crash":
        if (fault.when === "after") await handled(1);
        this.crash();
        this.#connection.note(sent, "crashed");
        return never();
    }
  }

  /** The request travels, and is handled when it is its turn. */
  async #handled<Name extends keyof Calls & string>(
    name: Name,
    call: ReceivedCall,
    request: Calls[Name]["request"],
  ): Promise<Outcome<Calls[Name]["answer"]>> {
    await this.#connection.travel();
    return this.#simulation.turn(() => {
      // Of a client that is gone, what it had sent arrives, or it does not.
      if (this.#crashed && this.#luck.next() < 0.5)
        return { kind: "error", error: new Error("the client is gone") };
      try {
        const received = { ...call, name, at: this.#simulation.clock.now() };
        return { kind: "answer", answer: this.#connection.handle(received, request) };
      } catch (error) {
        return { kind: "error", error };
      }
    });
  }

  /** The answer travels, and arrives when it is its turn. */
  async #answered<Answer>(sent: SentCall, outcome: Outcome<Answer>): Promise<Answer> {
    await this.#connection.travel();
    const arrives = await this.#simulation.turn(() => {
      if (!this.#crashed)
        this.#connection.note(sent, outcome.kind === "answer" ? "answered" : "failed");
      return !this.#crashed;
    });
    if (!arrives) return never();
    if (outcome.kind === "error") throw outcome.error;
    return outcome.answer;
  }
}

/** Rejects with the reason of a signal, once it is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener(
      "abort",
      () => {
        const reason: unknown = signal.reason;
        reject(reason);
      },
      { once: true },
    );
  });
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}
