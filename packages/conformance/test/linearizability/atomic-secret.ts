import type {
  Random,
  RecordedOperation,
  SecretAction,
  SecretAnswer,
  SecretEntries,
} from "../../src/index.ts";

/** What is stored of the secret, if it is there. */
export interface StoredSecret {
  readonly entries: SecretEntries;
  readonly revision: string;
}

/** A secret in one place, whose operations are atomic for sure: plain code, one after the other. */
export class AtomicSecret {
  stored: StoredSecret | undefined;
  #revisions = 0;

  /** Does an action, and answers as the contract says. */
  do(action: SecretAction): SecretAnswer {
    const { stored } = this;
    if (action.kind === "register") {
      return stored === undefined ? this.#write(action.entries) : { kind: "exists" };
    }
    if (stored === undefined) return { kind: "absent" };
    switch (action.kind) {
      case "read":
        return { kind: "shown", entries: stored.entries, revision: stored.revision };
      case "modify":
        return this.#write(action.entries ?? {});
      case "update":
      case "delete":
        if (action.ifRevision !== undefined && action.ifRevision !== stored.revision)
          return { kind: "conflict" };
        if (action.kind === "update") return this.#write(action.entries);
        this.stored = undefined;
        return { kind: "deleted" };
    }
  }

  #write(entries: SecretEntries): SecretAnswer {
    this.#revisions += 1;
    const revision = `r${this.#revisions}`;
    this.stored = { entries, revision };
    return { kind: "written", revision };
  }
}

/** How a random history is drawn. */
export interface AtomicRun {
  readonly clients: number;
  readonly operations: number;
  /** The part of the writes whose answers are lost, before the effect or after it. */
  readonly lost: number;
  /** How many contents there are: few, and many writes write the same. */
  readonly contents: number;
}

/**
 * A history of clients that use one atomic secret at once: each operation takes effect at a moment that is
 * drawn between its invocation and its return. It is linearizable by the way it is made.
 */
export function atomicHistory(random: Random, run: AtomicRun): RecordedOperation[] {
  const secret = new AtomicSecret();
  const history: RecordedOperation[] = [];
  const clients = Array.from({ length: run.clients }, (_each, index) => new Client(index));
  for (let time = 0, begun = 0; begun < run.operations || clients.some((each) => each.busy);) {
    time += 1;
    const client = clients[random.below(clients.length)];
    if (client === undefined) break;
    if (!client.busy) {
      if (begun === run.operations) continue;
      begun += 1;
      client.begin(time, (seen) => drawnAction(random, run, seen), random.next() < run.lost);
    } else if (client.effected) history.push(client.end(time));
    else client.effect(secret, random);
  }
  return history;
}

/** A client that does one thing at a time: it invokes, then it has its effect, then it returns. */
class Client {
  readonly #name: string;
  #pending: { readonly invoked: number; readonly draw: Draw; readonly lost: boolean } | undefined;
  #done: { readonly action: SecretAction; readonly answer: SecretAnswer } | undefined;
  #seen: string | undefined;

  constructor(index: number) {
    this.#name = `client ${index + 1}`;
  }

  get busy(): boolean {
    return this.#pending !== undefined;
  }

  get effected(): boolean {
    return this.#done !== undefined;
  }

  begin(invoked: number, draw: Draw, lost: boolean): void {
    this.#pending = { invoked, draw, lost };
  }

  effect(secret: AtomicSecret, random: Random): void {
    const drawn = this.#pending?.draw(this.#seen);
    if (drawn === undefined) return;
    // A change is handed what it then replaces, since it is done at one moment.
    const saw = secret.stored?.entries;
    const action = drawn.kind === "modify" ? modification(drawn, saw) : drawn;
    const isLost = this.#pending?.lost === true && action.kind !== "read";
    if (isLost && random.next() < 0.5) {
      this.#done = { action, answer: { kind: "unknown" } };
      return;
    }
    const answer = secret.do(action);
    if ("revision" in answer) this.#seen = answer.revision;
    this.#done = { action, answer: isLost ? { kind: "unknown" } : answer };
  }

  end(returned: number): RecordedOperation {
    const { invoked = 0 } = this.#pending ?? {};
    const done = this.#done;
    if (done === undefined) throw new Error("it has had no effect yet");
    this.#pending = undefined;
    this.#done = undefined;
    return { client: this.#name, secret: "db", invoked, returned, ...done };
  }
}

/** A change is not called where there is nothing to change. */
function modification(drawn: SecretAction, saw: SecretEntries | undefined): SecretAction {
  return saw === undefined ? { kind: "modify" } : { ...drawn, kind: "modify", saw };
}

type Draw = (seen: string | undefined) => SecretAction;

function drawnAction(
  random: Random,
  { contents }: AtomicRun,
  seen: string | undefined,
): SecretAction {
  const entries = { value: String(random.below(contents)) };
  const ifRevision = random.next() < 0.5 ? seen : undefined;
  return random.pick<SecretAction>([
    { kind: "register", entries },
    { kind: "update", entries, ifRevision },
    { kind: "update", entries, ifRevision },
    { kind: "modify", entries },
    { kind: "delete", ifRevision },
    { kind: "read" },
    { kind: "read" },
  ]);
}
