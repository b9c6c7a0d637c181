import { crc32c } from "../../src/manifest-log/checksum.ts";
import { LogError } from "../../src/manifest-log/log-error.ts";
import type { LogPort } from "../../src/manifest-log/log-port.ts";
import type { LogState } from "../../src/manifest-log/log-reader.ts";
import { encodeManifest, type KeyEntry, type Manifest } from "../../src/manifest-log/manifest.ts";
import { addValue, readValues, valuesOf } from "../../src/manifest-log/values.ts";
import { Findings } from "./findings.ts";
import type { Protocol } from "./protocol.ts";
import { Truth } from "./truth.ts";
import { type Mishaps, Process, World } from "./world.ts";

/** A secret that is no key's. */
const VICTIM = "payments-root-key";

const WRITERS = 4;
const WRITES = 6;
const READERS = 3;
const READS = 12;
const COLLECTIONS = 24;
/** How often a writer begins again whose state was collected before it had read it. */
const TRIES = 50;
const MISHAPS: Mishaps = {
  crash: 0.002,
  lostAnswer: 0.02,
  late: 0.02,
  vanished: 0.01,
  twice: 0.02,
  suspended: 0.01,
};

/** A number as the bytes of a value, and back. */
const bytes = (count: number): Uint8Array => Buffer.from(String(count));
const countOf = (value: Uint8Array | undefined): number =>
  value === undefined ? Number.NaN : Number(Buffer.from(value).toString());

/**
 * One run: writers count up two keys that must stay equal, and take a third away and give it back; readers read, a
 * collector destroys without any grace, somebody types junk into the head, and everything goes wrong that can.
 */
export class ModelRun {
  readonly findings: Findings = new Findings();
  readonly #world: World;
  readonly #truth: Truth;
  readonly #protocol: Protocol;
  /** Writes by their transaction: how each ended, as far as its writer knows. */
  readonly #writes = new Map<string, "acknowledged" | "refused">();
  #busy = 0;
  #stage: "running" | "repairing" | "over" = "running";

  constructor(seed: number, protocol: Protocol) {
    this.#world = new World(seed, MISHAPS);
    this.#truth = new Truth(this.#world);
    this.#protocol = protocol;
    for (let writer = 0; writer < WRITERS; writer += 1) this.#begin(() => this.#write(writer));
    for (let reader = 0; reader < READERS; reader += 1) this.#begin(() => this.#read());
    this.#begin(() => this.#collect());
    this.#begin(() => this.#typeJunk());
    this.#begin(() => this.#forge());
  }

  /** Takes one turn; false once the run is over and judged. */
  step(): boolean {
    if (this.#world.step()) return true;
    if (this.#stage === "running" && this.#busy === 0) {
      this.#stage = "repairing";
      this.#judge();
      this.#begin(() => this.#repair());
      return true;
    }
    if (this.#busy > 0) throw new Error("the model waits for nothing");
    this.findings.turns = this.#world.now;
    return false;
  }

  #begin(work: () => Promise<void>): void {
    this.#busy += 1;
    void work().finally(() => {
      this.#busy -= 1;
    });
  }

  /** Does something in a process of its own; `undefined` where that crashes. */
  async #inProcess<T>(work: (port: LogPort) => Promise<T>): Promise<T | undefined> {
    const process = new Process({ mortal: true });
    const outcome = await Promise.race([work(this.#world.client(process)), process.ended]);
    if (process.crashed) this.findings.crashes += 1;
    return outcome ?? undefined;
  }

  async #write(writer: number): Promise<void> {
    for (let write = 0; write < WRITES; write += 1) {
      const transaction = `${writer}-${write}`;
      await this.#inProcess(async (port) => {
        try {
          await this.#increment(port, transaction);
        } catch (error) {
          // An append of a value that was never answered, else something is wrong with the log.
          if (error instanceof LogError) this.findings.add(this.#judgeError(error));
          else this.findings.unknown += 1;
        }
      });
    }
  }

  async #increment(port: LogPort, transaction: string): Promise<void> {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const reader = this.#protocol.reader(port);
      const writer = this.#protocol.writer(port, reader, { transaction });
      const outcome = await writer.update<"collected">(async (state) => {
        const content = await this.#incremented(port, state);
        if (content === undefined) return { kind: "decline", refusal: "collected" };
        return { kind: "commit", content };
      });
      switch (outcome.kind) {
        case "declined":
          // The values of the state that was read are gone: nothing was written yet.
          continue;
        case "committed":
          this.findings.acknowledged += 1;
          this.#writes.set(transaction, "acknowledged");
          if (this.#truth.at(outcome.number)?.manifest.transaction !== transaction)
            this.findings.add("lost update");
          return;
        case "exhausted":
          this.findings.add("starved writer");
          this.#writes.set(transaction, "refused");
          return;
        case "unknown":
          this.findings.unknown += 1;
          return;
      }
    }
    this.findings.add("starved writer");
  }

  async #incremented(port: LogPort, { manifest }: LogState): Promise<Manifest | undefined> {
    const read = await valuesOf(port, manifest, undefined);
    if (read.kind === "failed") return undefined;
    const count = 1 + (manifest === undefined ? 0 : countOf(read.values.get("a")));
    // What is deleted is so for one write, and begins again with the next.
    if (manifest !== undefined && !manifest.deleted && this.#world.random.next() < 0.05)
      return { ...manifest, keys: new Map(), deleted: true };
    const next = manifest === undefined || manifest.deleted ? 1 : count;
    const [a, b] = await Promise.all([
      addValue(port, "key-a", bytes(next)),
      addValue(port, "key-b", bytes(next)),
    ]);
    const keys = new Map<string, KeyEntry>([
      ["a", a],
      ["b", b],
    ]);
    const kept = manifest?.keys.get("kept");
    keys.set("kept", kept ?? (await addValue(port, "key-kept", bytes(0))));
    if (next % 2 === 1) keys.set("odd", await addValue(port, "key-odd", bytes(next)));
    return manifestOf(manifest, keys);
  }

  async #read(): Promise<void> {
    for (let read = 0; read < READS; read += 1) {
      await this.#inProcess(async (port) => {
        const consistency = read % 2 === 0 ? "strong" : "snapshot";
        const before = this.#truth.head;
        try {
          const { state, values } = await readValues(port, () => this.#protocol.reader(port), {
            consistency,
          });
          this.findings.reads += 1;
          if (consistency === "strong" && state.number < before)
            this.findings.add("stale strong read");
          this.#judgeRead(state, values);
        } catch (error) {
          this.findings.add(this.#judgeError(error));
        }
      });
    }
  }

  #judgeRead({ number, manifest }: LogState, values: ReadonlyMap<string, Uint8Array>): void {
    if (number === 0) return;
    if (this.#truth.at(number) === undefined) {
      this.findings.add("wrong state");
      return;
    }
    if (manifest?.deleted === true) return;
    const [a, b] = [countOf(values.get("a")), countOf(values.get("b"))];
    const odd = values.has("odd") ? countOf(values.get("odd")) : undefined;
    if (a !== b || odd !== (a % 2 === 1 ? a : undefined) || countOf(values.get("kept")) !== 0)
      this.findings.add("torn read");
  }

  async #collect(): Promise<void> {
    for (let collection = 0; collection < COLLECTIONS; collection += 1) {
      await this.#inProcess(async (port) => {
        try {
          await this.#protocol.collect(port, this.#protocol.reader(port), {
            grace: 0,
            previous: 1,
          });
          this.findings.collected += 1;
        } catch (error) {
          this.findings.add(this.#judgeError(error));
        }
        // Collections are far apart, as far as turns go.
        for (let pause = 0; pause < 4; pause += 1) await port.backOff(1);
      });
    }
  }

  async #typeJunk(): Promise<void> {
    const process = new Process({ mortal: false });
    const client = this.#world.client(process);
    for (let times = this.#world.random.below(4); times > 0; times -= 1) {
      for (let pause = this.#world.random.below(20); pause > 0; pause -= 1) await client.backOff(1);
      await this.#world.appendByHand("head", Buffer.from("typed by a person"));
    }
  }

  /** Somebody who may only add versions to the head has it name the versions of a secret of somebody else. */
  async #forge(): Promise<void> {
    const client = this.#world.client(new Process({ mortal: false }));
    for (let version = 1; version <= 3; version += 1)
      await this.#world.appendByHand(VICTIM, bytes(version));
    const victim = { secret: VICTIM, version: { number: 3, checksum: checksumOf(3) } };
    for (let times = this.#world.random.below(6); times > 0; times -= 1) {
      for (let pause = this.#world.random.below(20); pause > 0; pause -= 1) await client.backOff(1);
      const base = this.#truth.head;
      const seen = this.#world.versions("head").length;
      const keys = this.#world.random.next() < 0.5 ? ["a", "b", "kept"] : ["victim"];
      const named = new Map(keys.map((key) => [key, victim] as const));
      const path = this.#world.random.next() < 0.5 ? "db" : "another";
      const manifest = { ...manifestOf(undefined, named), path, base, seen, transaction: "forged" };
      await this.#world.appendByHand("head", encodeManifest(manifest));
    }
  }

  #judgeError(error: unknown): "starved reader" | "false alarm" {
    if (!(error instanceof LogError)) throw error;
    return error.problem === "busy" ? "starved reader" : "false alarm";
  }

  /** What the truth says when all is quiet. */
  #judge(): void {
    const times = new Map<string, number>();
    for (const { manifest } of this.#truth.committed) {
      times.set(manifest.transaction, 1 + (times.get(manifest.transaction) ?? 0));
    }
    for (const count of times.values()) if (count > 1) this.findings.add("double commit");
    for (const [transaction, outcome] of this.#writes) {
      const applied = times.has(transaction);
      if (outcome === "acknowledged" && !applied) this.findings.add("lost update");
      if (outcome === "refused" && applied) this.findings.add("false refusal");
    }
    this.#judgeCounts();
    if (this.#world.versions(VICTIM).includes(undefined))
      this.findings.add("another's value destroyed");
    const inForce = this.#truth.at(this.#truth.head)?.manifest;
    for (const { secret, version } of inForce?.keys.values() ?? []) {
      if (version !== undefined && this.#world.versions(secret)[version.number - 1] === undefined)
        this.findings.add("value destroyed");
    }
  }

  /** Each state counts on from the one that it superseded. */
  #judgeCounts(): void {
    // Values may be destroyed by now; their checksums are all different for different counts.
    let expected = 0;
    for (const { manifest } of this.#truth.committed) {
      expected = manifest.deleted ? 0 : expected + 1;
      const a = manifest.keys.get("a")?.version?.checksum;
      if (a !== (manifest.deleted ? undefined : checksumOf(expected)))
        this.findings.add("lost update");
    }
  }

  /** At last somebody repairs, when nobody else is there; then tools that read `latest` must see what is in force. */
  async #repair(): Promise<void> {
    const port = this.#world.client(new Process({ mortal: false }));
    const reader = this.#protocol.reader(port);
    const writer = this.#protocol.writer(port, reader, { transaction: "repair" });
    try {
      await this.#protocol.repair(port, writer);
    } catch (error) {
      this.findings.add(this.#judgeError(error));
    }
    const inForce = this.#truth.at(this.#truth.head)?.manifest;
    for (const { secret, version } of inForce?.keys.values() ?? []) {
      const versions = this.#world.versions(secret);
      const newest = versions.at(-1);
      if (version !== undefined && (newest === undefined || crc32c(newest) !== version.checksum))
        this.findings.add("latest broken");
    }
  }
}

function manifestOf(previous: Manifest | undefined, keys: ReadonlyMap<string, KeyEntry>): Manifest {
  const common = { path: "db", type: "arbitrary", created: 0, deleted: false };
  // The rest is the writer's to fill in.
  const place = { base: 0, seen: 0, transaction: "", at: 0 };
  const uid = previous === undefined || previous.deleted ? "another" : previous.uid;
  return { ...common, ...place, uid, keys };
}

const checksums: number[] = [];
function checksumOf(count: number): number {
  return (checksums[count] ??= crc32c(bytes(count)));
}
