import type { Random } from "@keykist/conformance";
import { CallCounters } from "./call-counters.ts";
import { EmulatedClient } from "./emulated-client.ts";
import type { FaultPlan, SentCall } from "./fault-plan.ts";
import type { Simulation } from "./simulation.ts";

/** The calls of a service: what is asked, and what is answered, by name. */
export type CallTypes = Readonly<
  Record<string, { readonly request: unknown; readonly answer: unknown }>
>;

/** A call as it is handled. */
export interface ReceivedCall extends SentCall {
  /** The server's time; milliseconds since the Unix epoch. */
  readonly at: number;
  /** 1, or 2 where it is delivered twice. */
  readonly delivery: number;
}

/**
 * What a service does on each call. A handler does all at one moment: it answers, or throws the error that the
 * service would, without waiting for anything.
 */
export type Handlers<Calls extends CallTypes> = {
  readonly [Name in keyof Calls]: (
    call: ReceivedCall,
    request: Calls[Name]["request"],
  ) => Calls[Name]["answer"];
};

export interface EmulatedServerOptions<Calls extends CallTypes> {
  readonly handlers: Handlers<Calls>;
  /** What goes wrong. Default: nothing. */
  readonly faults?: FaultPlan | undefined;
  /** How long a call travels, each way at random up to this; milliseconds. Default 0. */
  readonly latency?: number | undefined;
}

/** What the log says of a call: `handled` at the server, `answered` or `failed` at its client. */
export interface LogEntry {
  readonly at: number;
  readonly client: string;
  readonly name: string;
  readonly event: "handled" | "answered" | "failed" | "crashed";
}

export interface CallOptions {
  /** Ends the client's wait. A request that is under way may be handled all the same. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A server that exists in a simulation. Requests reach it, and answers leave it, in turns of their own: between
 * what one client's call did and the answer to it, other clients' calls are handled.
 *
 * What it has no handler for, it fails loudly: nothing that is not modelled passes for a success.
 *
 * @example
 * ```ts
 * interface Calls { Get: { request: { name: string }; answer: string | undefined } }
 * const server = new EmulatedServer<Calls>(simulation, { handlers: { Get: (_call, { name }) => secrets.get(name) } });
 * const value = await server.client("first").call("Get", { name: "db" });
 * server.calls.of("Get"); // 1
 * ```
 */
export class EmulatedServer<Calls extends CallTypes> {
  /** How often each call was sent. */
  readonly calls: CallCounters = new CallCounters();
  readonly #simulation: Simulation;
  readonly #options: EmulatedServerOptions<Calls>;
  readonly #travel: Random;
  readonly #log: LogEntry[] = [];
  #faults: FaultPlan;

  constructor(simulation: Simulation, options: EmulatedServerOptions<Calls>) {
    this.#simulation = simulation;
    this.#options = options;
    this.#travel = simulation.random("travel");
    this.#faults = options.faults ?? ((): undefined => undefined);
  }

  /** What happened, in its order. The same seed and program give the same. */
  get log(): readonly LogEntry[] {
    return this.#log;
  }

  /** From now on something else goes wrong. */
  set faults(plan: FaultPlan) {
    this.#faults = plan;
  }

  /** A program, or one connection of it, that calls the server. */
  client(name: string): EmulatedClient<Calls> {
    const { handlers } = this.#options;
    return new EmulatedClient<Calls>(name, this.#simulation, {
      send: (call) => {
        if (!Object.hasOwn(handlers, call))
          throw new Error(`the emulator has no call ${JSON.stringify(call)}`);
        const sent = { name: call, client: name, number: this.calls.count(call) };
        return { sent, fault: this.#faults(sent) };
      },
      handle: (received, request) => {
        this.#note(received, "handled");
        return handlers[received.name](received, request);
      },
      travel: () => this.#travelTime(),
      note: (sent, event) => {
        this.#note(sent, event);
      },
    });
  }

  #note({ client, name }: SentCall, event: LogEntry["event"]): void {
    this.#log.push({ at: this.#simulation.clock.now(), client, name, event });
  }

  async #travelTime(): Promise<void> {
    const { latency = 0 } = this.#options;
    if (latency > 0) await this.#simulation.wait(this.#travel.below(latency + 1));
  }
}
