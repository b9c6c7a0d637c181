import { describe, expect, it } from "vitest";
import {
  EmulatedServer,
  EmulatedState,
  type Fault,
  LaggingViews,
  randomFaults,
  Simulation,
} from "../src/index.ts";

// A type, not an interface: it has to fit an index signature.
type Calls = {
  readonly add: { readonly request: number; readonly answer: number };
  readonly get: { readonly request: undefined; readonly answer: number };
};

class ServiceError extends Error {}

/** A server that adds up, from which each client sees what it likes. */
class Adder {
  readonly simulation: Simulation;
  readonly server: EmulatedServer<Calls>;
  readonly views: LaggingViews;
  readonly #state: EmulatedState;
  readonly #sums;

  constructor({ seed = 1, maximumLag = 0, latency = 0 } = {}) {
    this.simulation = new Simulation({ seed });
    this.views = new LaggingViews(this.simulation, { maximumLag });
    this.#state = new EmulatedState(this.simulation);
    this.#sums = this.#state.map<string, number>();
    this.server = new EmulatedServer<Calls>(this.simulation, {
      latency,
      handlers: {
        add: (_call, amount) => {
          if (amount < 0) throw new ServiceError("negative");
          this.#sums.set("sum", this.sum + amount);
          return this.sum;
        },
        get: ({ client }) => this.#state.asOf(this.views.momentFor(client), () => this.sum),
      },
    });
  }

  get sum(): number {
    return this.#sums.get("sum") ?? 0;
  }

  /** Makes the next call go wrong. */
  next(fault: Fault): void {
    let isLeft = true;
    this.server.faults = () => {
      const chosen = isLeft ? fault : undefined;
      isLeft = false;
      return chosen;
    };
  }
}

const lost = new ServiceError("the connection was lost");

describe("EmulatedServer", () => {
  it("answers, and throws what the service throws", async () => {
    const adder = new Adder();
    const client = adder.server.client("first");
    expect(await client.call("add", 2)).toBe(2);
    expect(await client.call("add", 3)).toBe(5);
    await expect(client.call("add", -1)).rejects.toThrow("negative");
  });

  it("counts the calls by name", async () => {
    const { server } = new Adder();
    const client = server.client("first");
    await client.call("add", 2);
    await client.call("add", 2);
    await client.call("get", undefined);
    expect(server.calls.toJSON()).toEqual({ add: 2, get: 1 });
    expect(server.calls.total).toBe(3);
    server.calls.reset();
    expect(server.calls.of("add")).toBe(0);
  });

  it("fails loudly what it does not know", async () => {
    const { server } = new Adder();
    const call: unknown = Reflect.apply(
      Reflect.get(server.client("first"), "call"),
      server.client("first"),
      ["subtract", 1],
    );
    await expect(call).rejects.toThrow('the emulator has no call "subtract"');
  });

  it("lets others in between what a call did and its answer", async () => {
    let between = 0;
    for (let seed = 0; seed < 20; seed += 1) {
      const { server } = new Adder({ seed });
      const clients = ["first", "second", "third"].map((name) => server.client(name));
      await Promise.all(clients.map((client) => client.call("add", 1)));
      const events = server.log.map(({ event }) => event);
      if (events.indexOf("answered") > 1) between += 1;
    }
    expect(between).toBeGreaterThan(5);
  });

  it("takes time for what travels, of the simulation and not of the machine", async () => {
    const { simulation, server } = new Adder({ latency: 100_000 });
    const before = simulation.clock.now();
    const began = performance.now();
    await server.client("first").call("add", 1);
    expect(simulation.clock.now() - before).toBeGreaterThan(100);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it("ends a wait with the reason of the signal, and handles the request all the same", async () => {
    const adder = new Adder();
    const controller = new AbortController();
    const call = adder.server.client("first").call("add", 2, { signal: controller.signal });
    controller.abort(new RangeError("enough"));
    await expect(call).rejects.toThrow("enough");
    await adder.simulation.wait(100);
    expect(adder.sum).toBe(2);
  });
});

describe("what goes wrong", () => {
  it("refuse: fails without an effect", async () => {
    const adder = new Adder();
    adder.next({ kind: "refuse", error: lost });
    await expect(adder.server.client("first").call("add", 2)).rejects.toBe(lost);
    await adder.simulation.wait(1000);
    expect(adder.sum).toBe(0);
  });

  it("lose answer: fails after the effect", async () => {
    const adder = new Adder();
    adder.next({ kind: "lose answer", error: lost });
    await expect(adder.server.client("first").call("add", 2)).rejects.toBe(lost);
    expect(adder.sum).toBe(2);
  });

  it("land late: takes effect after its client was told that it failed", async () => {
    const adder = new Adder();
    adder.next({ kind: "land late", error: lost, afterMs: 500 });
    await expect(adder.server.client("first").call("add", 2)).rejects.toBe(lost);
    expect(adder.sum).toBe(0);
    await adder.simulation.wait(1000);
    expect(adder.sum).toBe(2);
  });

  it("deliver twice: takes effect again, and the first answer counts", async () => {
    const adder = new Adder();
    adder.next({ kind: "deliver twice", afterMs: 500 });
    expect(await adder.server.client("first").call("add", 2)).toBe(2);
    await adder.simulation.wait(1000);
    expect(adder.sum).toBe(4);
  });

  it("deliver twice: the second answer counts where the plan says so", async () => {
    const adder = new Adder();
    adder.next({ kind: "deliver twice", afterMs: 500, answer: "second" });
    expect(await adder.server.client("first").call("add", 2)).toBe(4);
  });

  it("delay: arrives later", async () => {
    const adder = new Adder();
    const before = adder.simulation.clock.now();
    adder.next({ kind: "delay", ms: 700 });
    await adder.server.client("first").call("add", 2);
    expect(adder.simulation.clock.now() - before).toBeGreaterThanOrEqual(700);
  });

  it.each([
    ["before", 0],
    ["after", 2],
  ] as const)("hang %s: is never answered", async (when, sum) => {
    const adder = new Adder();
    adder.next({ kind: "hang", when });
    const call = adder.server.client("first").call("add", 2);
    const end = await Promise.race([call, adder.simulation.wait(60_000).then(() => "no answer")]);
    expect(end).toBe("no answer");
    expect(adder.sum).toBe(sum);
  });

  it.each([
    ["before", 0],
    ["after", 2],
  ] as const)("crash %s: nothing of that client is answered any more", async (when, sum) => {
    const adder = new Adder();
    adder.next({ kind: "crash", when });
    const crashing = adder.server.client("first");
    const calls = [
      crashing.call("add", 2),
      adder.simulation.wait(10).then(() => crashing.call("add", 4)),
    ];
    const end = await Promise.race([
      ...calls,
      adder.simulation.wait(60_000).then(() => "no answer"),
    ]);
    expect(end).toBe("no answer");
    expect(adder.sum).toBe(sum);
    expect(await adder.server.client("second").call("add", 1)).toBe(sum + 1);
  });

  it("at random: at the rate that is asked for, all kinds", async () => {
    const { simulation, server } = new Adder();
    const refused = new ServiceError("refused");
    server.faults = randomFaults(simulation.random("faults"), 0.5, [
      { kind: "refuse", error: refused },
      { kind: "lose answer", error: lost },
    ]);
    const client = server.client("first");
    const ends: unknown[] = [];
    for (let number = 0; number < 200; number += 1)
      ends.push(await client.call("add", 0).catch((error: unknown) => error));
    expect(ends.filter((end) => end === refused).length).toBeGreaterThan(20);
    expect(ends.filter((end) => end === lost).length).toBeGreaterThan(20);
    expect(ends.filter((end) => end === 0).length).toBeGreaterThan(60);
  });
});

/** What a reader is shown while another client counts up to 40. */
async function shown(maximumLag: number, seed = 1): Promise<number[]> {
  const { server, simulation, views } = new Adder({ seed, maximumLag });
  const [writer, reader] = [server.client("writer"), server.client("reader")];
  const behind: number[] = [];
  for (let count = 1; count <= 40; count += 1) {
    await writer.call("add", 1);
    behind.push(count - (await reader.call("get", undefined)));
  }
  views.settle();
  expect(await reader.call("get", undefined)).toBe(40);
  expect(simulation.seed).toBe(seed);
  return behind;
}

describe("staleness", () => {
  it("shows the present where the lag is 0", async () => {
    expect(new Set(await shown(0))).toEqual(new Set([0]));
  });

  it("shows earlier states, none older than the lag, and the last once settled", async () => {
    const behind = await shown(20);
    // A round of the two clients takes four turns, of a millisecond each.
    expect(Math.max(...behind)).toBeGreaterThan(1);
    expect(Math.max(...behind)).toBeLessThanOrEqual(6);
  });

  it("never goes back for one client, where it is monotonic", async () => {
    const behind = await shown(40);
    const states = behind.map((lag, index) => index + 1 - lag);
    expect(states).toEqual(states.toSorted((a, b) => a - b));
  });
});

async function run(seed: number): Promise<string> {
  const { simulation, server } = new Adder({ seed, maximumLag: 30, latency: 20 });
  server.faults = randomFaults(simulation.random("faults"), 0.3, [
    { kind: "refuse", error: lost },
    { kind: "lose answer", error: lost },
    { kind: "land late", error: lost, afterMs: 15 },
    { kind: "deliver twice", afterMs: 15 },
    { kind: "delay", ms: 15 },
  ]);
  const clients = ["first", "second", "third"].map((name) => server.client(name));
  const seen = await Promise.all(
    clients.map(async (client) => {
      const answers: unknown[] = [];
      for (let turn = 0; turn < 10; turn += 1) {
        answers.push(await client.call("add", 1).catch(() => "failed"));
        answers.push(await client.call("get", undefined).catch(() => "failed"));
      }
      return answers;
    }),
  );
  await simulation.wait(1000);
  return JSON.stringify([seen, server.log]);
}

describe("a run", () => {
  it("replays from its seed: the same events at the same times, with the same answers", async () => {
    for (const seed of [1, 2, 3]) expect(await run(seed)).toBe(await run(seed));
  });

  it("goes its own way with every seed", async () => {
    const runs = new Set<string>();
    for (let seed = 0; seed < 30; seed += 1) runs.add(await run(seed));
    expect(runs.size).toBe(30);
  });
});
