import {
  BaseSecretsManager,
  type Call,
  type Capabilities,
  type Classification,
  configFields,
  type ConfigSchema,
  type CreateOutcome,
  type FlavorClass,
  type HistoryEntry,
  type RecordSummary,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
  type SecretsManagerOptions,
  type StoredRecord,
  type UndeleteOutcome,
} from "@keykist/core";
import { LedgerError, ledgerTable } from "./ledger-error.ts";
import { type CatalogItem, type LedgerFact, LedgerService } from "./ledger-service.ts";
import {
  difference,
  type Life,
  type Merge,
  merged,
  recordOf,
  type Story,
  told,
  UNTOLD,
  whole,
} from "./ledger-states.ts";

export type LedgerOptions = SecretsManagerOptions & { readonly ledger?: LedgerService | undefined };

/** Events behind a snapshot, from which on a writer makes another. */
const SNAPSHOT_AFTER = 5;

/** A stream of events for each path; what is in force is what they come to. */
export class LedgerSecretsManager extends BaseSecretsManager {
  static override readonly FLAVOR: string = "ledger";
  static override readonly configSchema: ConfigSchema<object> = configFields({});
  static override readonly capabilities: Capabilities = {
    exclusiveCreate: "server",
    guardedUpdate: "server",
    guardedDelete: "server",
    readAfterWrite: "strong",
    listAfterWrite: "eventual",
    atomicUpdate: true,
    write: true,
    adopt: false,
    history: "full",
    deletion: "recoverable",
    nativeReads: "none",
    readsById: false,
    limits: { valueBytes: 65_536, secretBytes: 262_144, keys: 1000, names: 200 },
  };
  readonly #ledger: LedgerService;

  constructor(config: object = {}, options: LedgerOptions = {}) {
    super(config, options);
    this.#ledger = options.ledger ?? new LedgerService();
  }

  protected get ledger(): LedgerService {
    return this.#ledger;
  }

  protected override async doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const story = await this.story(path, call);
      if (story.life !== undefined) return { kind: "exists" };
      const fact = whole("registered", record.entries, record.type);
      const revision = await this.append(path, fact, story.version, call);
      if (revision !== undefined) return { kind: "created", revision };
      await call.backOff(attempt);
    }
  }

  protected override async doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    const { life } = await this.story(path, call);
    return life && recordOf(life);
  }

  protected override async doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const story = await this.story(path, call);
      const { life } = story;
      if (life === undefined) return { kind: "absent" };
      if (life.type === undefined) return { kind: "not_owned" };
      if (life.type !== record.type) return { kind: "type_mismatch", storedType: life.type };
      const [current] = life.states;
      if (expected !== undefined && expected !== current.revision) return { kind: "conflict" };
      await this.snapshot(path, story, call);
      const fact = difference("changed", current.entries, record.entries);
      const revision = await this.append(path, fact, story.version, call);
      if (revision !== undefined) return { kind: "replaced", revision };
      await call.backOff(attempt);
    }
  }

  protected override async doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const { life, version } = await this.story(path, call);
      if (life === undefined) return { kind: "absent" };
      if (life.type === undefined) return { kind: "not_owned" };
      const [{ revision }] = life.states;
      if (expected !== undefined && expected !== revision) return { kind: "conflict" };
      const fact = { kind: "deleted", set: {}, unset: [] };
      if ((await this.append(path, fact, version, call)) !== undefined) return { kind: "removed" };
      await call.backOff(attempt);
    }
  }

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    for (let from: string | undefined = ""; from !== undefined;) {
      const begin: string = from;
      const page = await call.step("list", () => this.ledger.list(prefix, begin), {
        mutates: false,
      });
      yield* page.items.flatMap((item) => this.summaries(item));
      from = page.next;
    }
  }

  protected override async doHistory(
    path: SecretPath,
    call: Call,
  ): Promise<readonly HistoryEntry[] | undefined> {
    const { life } = await this.story(path, call);
    return life?.states.map(({ revision, at, entries }) => ({
      revision,
      createdAt: at,
      keys: [...entries.keys()],
    }));
  }

  protected override async doReadRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    const { life } = await this.story(path, call);
    const state = life?.states.find((each) => each.revision === revision);
    return life && state && recordOf(life, state);
  }

  protected override async doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const { life, past, version } = await this.story(path, call);
      if (life !== undefined) return { kind: "exists" };
      if (past === undefined) return { kind: "absent" };
      if (past.type === undefined) return { kind: "not_owned" };
      const revision = await this.append(path, this.restoring(past), version, call);
      if (revision !== undefined) return { kind: "restored", revision };
      await call.backOff(attempt);
    }
  }

  protected override classify(error: unknown): Classification | undefined {
    return error instanceof LedgerError ? ledgerTable[error.fault] : undefined;
  }

  /** The fact that brings a life back. */
  protected restoring({ states: [last], type }: Life): LedgerFact {
    return whole("restored", last.entries, type);
  }

  /** What is told of a stream in the catalog: nothing where no life goes on. */
  protected summaries({ stream, events }: CatalogItem): readonly RecordSummary[] {
    const { life } = told(UNTOLD, events);
    if (life === undefined) return [];
    const { entries: _entries, ...summary } = recordOf(life);
    return [{ path: stream, ...summary }];
  }

  /** How values are read from events. */
  protected get merge(): Merge {
    return merged;
  }

  /** What a stream comes to: its snapshot, and the events behind that. */
  protected async story({ full }: SecretPath, call: Call): Promise<Story> {
    const snapshot = await call.step("snapshot", () => this.ledger.snapshot(full), {
      mutates: false,
    });
    const known = isStory(snapshot?.payload) ? snapshot.payload : UNTOLD;
    const events = await call.step("read", () => this.ledger.read(full, known.version), {
      mutates: false,
    });
    return told(known, events, this.merge);
  }

  /** Keeps a story of many events, so that nobody has to tell it again. It is no part of any secret. */
  protected async snapshot({ full }: SecretPath, story: Story, call: Call): Promise<void> {
    if (story.version % SNAPSHOT_AFTER !== 0) return;
    const snapshot = { number: story.version, payload: this.kept(story) };
    await call.step("save snapshot", () => this.ledger.saveSnapshot(full, snapshot), {
      mutates: false,
    });
  }

  /** What a snapshot keeps of a story. */
  protected kept(story: Story): Story {
    return story;
  }

  /** The new revision; `undefined` where somebody else was first. */
  protected async append(
    { full }: SecretPath,
    fact: LedgerFact,
    expected: number | "any",
    call: Call,
  ): Promise<Revision | undefined> {
    return (await call.step("append", () => this.ledger.append(full, fact, expected)))?.id;
  }
}

function isStory(payload: unknown): payload is Story {
  return typeof payload === "object" && payload !== null && "version" in payload;
}

LedgerSecretsManager satisfies FlavorClass;
