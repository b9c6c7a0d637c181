import {
  type AdoptOutcome,
  BaseSecretsManager,
  type Call,
  type Capabilities,
  type Classification,
  configFields,
  type ConfigSchema,
  type CreateOutcome,
  type Entries,
  type HistoryEntry,
  type RecordSummary,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
  type SecretsManagerConfig,
  type SecretsManagerOptions,
  type StepOptions,
  type StoredRecord,
} from "@keykist/core";
import { MemorySecretsManager } from "@keykist/core/memory";
import { classifyRemoteError, isProblem, RemoteError } from "./remote-error.ts";
import type { FoundHead, Head, HeadPage, RemoteServer, RemoteState } from "./remote-server.ts";

/** Earlier states that are kept of each secret. */
const KEPT = 9;
/** Tries of a call that is refused as one too many, and of a read whose parts are gone. */
const TRIES = 4;

const looks: StepOptions = { mutates: false };

/** What a write makes of the head that is there: the next one, or the reason why there is none. */
type Next<Refused> = (
  head: PresentHead | undefined,
  state: RemoteState,
) => Omit<Head, "attempt"> | Refused;

/** The head of a secret that is not deleted. */
export interface PresentHead extends Head {
  readonly states: readonly [RemoteState, ...RemoteState[]];
}

/**
 * A correct manager over a store in which no call changes two objects: values are put first, where nobody
 * looks for them, and one conditional write of the head makes all of them the secret.
 */
export class RemoteSecretsManager extends BaseSecretsManager {
  static override readonly FLAVOR: string = "remote";
  static override readonly configSchema: ConfigSchema<object> = configFields({});
  static override readonly capabilities: Capabilities = {
    ...MemorySecretsManager.capabilities,
    deletion: "immediate",
    limits: { valueBytes: 2048, secretBytes: 8192, keys: 16, names: 200 },
  };

  readonly #server: RemoteServer;

  constructor(
    server: RemoteServer,
    config: Partial<SecretsManagerConfig>,
    options: SecretsManagerOptions,
  ) {
    super(config, options);
    this.#server = server;
  }

  /** What the manager talks to. */
  protected get server(): RemoteServer {
    return this.#server;
  }

  protected override async doCreate(
    path: SecretPath,
    { type, entries }: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    const next: Next<{ readonly kind: "exists" }> = (head, state) =>
      head === undefined
        ? { type, owned: true, createdAt: state.at, states: [state] }
        : { kind: "exists" };
    const answer = await this.write(path, entries, next, call);
    return answer.kind === "written" ? { ...answer, kind: "created" } : answer;
  }

  protected override async doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    return this.#read(path, call, ({ states }) => states[0]);
  }

  protected override async doReplace(
    path: SecretPath,
    { type, entries }: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    const dropped: RemoteState[] = [];
    const next: Next<Exclude<ReplaceOutcome, { readonly kind: "replaced" }>> = (head, state) => {
      if (head === undefined) return { kind: "absent" };
      if (!head.owned || head.type === undefined) return { kind: "not_owned" };
      if (head.type !== type) return { kind: "type_mismatch", storedType: head.type };
      if (expected !== undefined && head.states[0].revision !== expected) {
        return { kind: "conflict" };
      }
      dropped.splice(0, dropped.length, ...head.states.slice(KEPT));
      return { ...head, states: [state, ...head.states.slice(0, KEPT)] };
    };
    const answer = await this.write(path, entries, next, call);
    if (answer.kind !== "written") return answer;
    await this.tidy(dropped, call);
    return { ...answer, kind: "replaced" };
  }

  protected override async doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    const dropped: RemoteState[] = [];
    const next: Next<Exclude<RemoveOutcome, { readonly kind: "removed" }>> = (head) => {
      if (head === undefined) return { kind: "absent" };
      if (!head.owned) return { kind: "not_owned" };
      if (expected !== undefined && head.states[0].revision !== expected) {
        return { kind: "conflict" };
      }
      dropped.splice(0, dropped.length, ...head.states);
      // The head stays, and says so: that a call was repeated can only be seen where something is left.
      return { ...head, states: [] };
    };
    const answer = await this.write(path, new Map(), next, call);
    if (answer.kind !== "written") return answer;
    await this.tidy(dropped, call);
    return { kind: "removed" };
  }

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    let after: string | undefined = "";
    while (after !== undefined) {
      const page: HeadPage = await this.page(prefix, after, call);
      for (const { path, head } of page.found) {
        if (!isPresent(head)) continue;
        const { type, owned, createdAt, states } = head;
        const [{ revision, at }] = states;
        const times = { createdAt: new Date(createdAt), updatedAt: new Date(at) };
        yield { path, type, owned, revision, ...times };
      }
      after = page.next;
    }
  }

  protected override async doHistory(
    path: SecretPath,
    call: Call,
  ): Promise<readonly HistoryEntry[] | undefined> {
    const head = present(await this.look(path, call));
    return head?.states.map(({ revision, at, parts }) => ({
      revision,
      createdAt: new Date(at),
      keys: [...parts.keys()],
    }));
  }

  protected override doReadRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    return this.#read(path, call, ({ states }) =>
      states.find((state) => state.revision === revision),
    );
  }

  protected override async doAdopt(
    path: SecretPath,
    type: string,
    expected: Revision,
    call: Call,
  ): Promise<AdoptOutcome> {
    const next: Next<Exclude<AdoptOutcome, { readonly kind: "adopted" }>> = (head) => {
      if (head === undefined) return { kind: "absent" };
      if (head.owned || head.states[0].revision !== expected) return { kind: "conflict" };
      return { ...head, type, owned: true };
    };
    const answer = await this.write(path, new Map(), next, call);
    return answer.kind === "written" ? { kind: "adopted", revision: expected } : answer;
  }

  protected override classify(error: unknown): Classification | undefined {
    return classifyRemoteError(error);
  }

  /** Writes a secret, or answers why not; anew where somebody else was quicker. */
  protected async write<Refused extends { readonly kind: string }>(
    path: SecretPath,
    entries: Entries,
    next: Next<Refused>,
    call: Call,
  ): Promise<Refused | { readonly kind: "written"; readonly revision: Revision }> {
    const revision = crypto.randomUUID();
    const parts = new Map(Array.from(entries.keys(), (key) => [key, `${revision}/${key}`]));
    const state: RemoteState = { revision, at: call.clock.now(), parts };
    let isPut = false;
    for (let attempt = 1; ; attempt += 1) {
      const found = await this.look(path, call);
      const head = next(present(found), state);
      if ("kind" in head) return head;
      if (!isPut) await this.putParts(state, entries, call);
      isPut = true;
      const marked: Head = { ...head, attempt: revision };
      if (await this.commit(path, marked, found?.version, call)) {
        return { kind: "written", revision };
      }
      await call.backOff(attempt);
    }
  }

  /** The head of a path, if there is one. */
  protected look(path: SecretPath, call: Call): Promise<FoundHead | undefined> {
    return this.ask(call, "get head", () => this.server.getHead(path.full), looks);
  }

  /** Puts the values of a state that is not committed. */
  protected async putParts(state: RemoteState, entries: Entries, call: Call): Promise<void> {
    for (const [key, id] of state.parts) {
      const put = (): Promise<void> => this.server.putPart(id, entries.get(key) ?? "");
      // Nobody sees it before a head names it: whatever becomes of it, no secret has changed.
      await this.ask(call, `put ${key}`, put, looks);
    }
  }

  /** Writes a head; false where another was written meanwhile. */
  protected async commit(
    path: SecretPath,
    head: Head,
    version: number | undefined,
    call: Call,
  ): Promise<boolean> {
    const put = (): Promise<boolean> => this.server.putHead(path.full, head, version);
    try {
      if (await this.ask(call, "put head", put)) return true;
    } catch (error) {
      if (!isProblem(error, "unavailable") || !(await this.isInForce(path, head, call))) {
        throw error;
      }
      return true;
    }
    // The network may have repeated the call: then it is its own first one that was quicker.
    return this.isInForce(path, head, call);
  }

  /** Whether a head is the one that is there. */
  protected async isInForce(path: SecretPath, { attempt }: Head, call: Call): Promise<boolean> {
    return (await this.look(path, call))?.head.attempt === attempt;
  }

  protected page(prefix: string, after: string, call: Call): Promise<HeadPage> {
    return this.ask(call, "list heads", () => this.server.listHeads(prefix, after), looks);
  }

  /** Drops the values of states that are not kept. */
  protected async tidy(states: readonly RemoteState[], call: Call): Promise<void> {
    try {
      for (const id of states.flatMap(({ parts }) => [...parts.values()])) {
        await this.ask(call, "drop part", () => this.server.dropPart(id));
      }
    } catch {
      // The write is done. What is left, no head names, and so nobody will read.
    }
  }

  /** Makes a call, and again where it is refused as one too many. */
  protected async ask<T>(
    call: Call,
    name: string,
    run: () => Promise<T>,
    options?: StepOptions,
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call.step(name, run, options);
      } catch (error) {
        if (!isProblem(error, "throttled") || attempt === TRIES) throw error;
      }
      await call.backOff(attempt);
    }
  }

  async #read(
    path: SecretPath,
    call: Call,
    choose: (head: PresentHead) => RemoteState | undefined,
  ): Promise<StoredRecord | undefined> {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const head = present(await this.look(path, call));
      const state = head && choose(head);
      if (head === undefined || state === undefined) return undefined;
      const entries = await this.#values(state, call);
      // A value that is gone: the secret was changed since its head was read.
      if (entries === undefined) continue;
      const { type, owned, createdAt } = head;
      const { revision, at, parts } = state;
      const times = { createdAt: new Date(createdAt), updatedAt: new Date(at) };
      return { type, owned, entries, keys: [...parts.keys()], revision, ...times };
    }
    throw new RemoteError("damaged");
  }

  async #values({ parts }: RemoteState, call: Call): Promise<Entries | undefined> {
    const { keys } = call.wanted;
    const wanted = [...parts].filter(([key]) => keys?.includes(key) ?? true);
    const values = await Promise.all(
      wanted.map(([key, id]) => this.ask(call, `get ${key}`, () => this.server.getPart(id), looks)),
    );
    const entries = new Map<string, string>();
    for (const [index, [key]] of wanted.entries()) {
      const value = values[index];
      if (value === undefined) return undefined;
      entries.set(key, value);
    }
    return entries;
  }
}

export function isPresent(head: Head): head is PresentHead {
  return head.states.length > 0;
}

/** The head of a secret that is there. */
export function present(found: FoundHead | undefined): PresentHead | undefined {
  return found && isPresent(found.head) ? found.head : undefined;
}
