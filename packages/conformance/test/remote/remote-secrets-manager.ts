import {
  type AdoptOutcome,
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
  type StoredRecord,
} from "@keykist/core";
import { MemorySecretsManager } from "@keykist/core/memory";
import { classifyRemoteError, RemoteError } from "./remote-error.ts";
import {
  isPresent,
  looks,
  type Next,
  present,
  type PresentHead,
  RemoteProtocol,
} from "./remote-protocol.ts";
import type { HeadPage, RemoteState } from "./remote-server.ts";

/** Earlier states that are kept of each secret. */
const KEPT = 9;
/** Tries of a read whose values are gone when it comes to them. */
const TRIES = 4;

/** A correct manager over a store in which no call changes two objects. */
export class RemoteSecretsManager extends RemoteProtocol {
  static override readonly FLAVOR: string = "remote";
  static override readonly configSchema: ConfigSchema<object> = configFields({});
  static override readonly capabilities: Capabilities = {
    ...MemorySecretsManager.capabilities,
    deletion: "immediate",
    nativeReads: "exact",
    limits: { valueBytes: 2048, secretBytes: 8192, keys: 16, names: 200 },
  };

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
