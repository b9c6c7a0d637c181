import path from "node:path";
import {
  BaseSecretsManager,
  type Call,
  type Capabilities,
  type Classification,
  type ConfigSchema,
  type CreateOutcome,
  type FlavorClass,
  type RecordSummary,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
  type SecretsManagerConfig,
  type SecretsManagerOptions,
  type StoredRecord,
} from "@keykist/core";
import { type TemplateConfig, templateConfigSchema } from "./config.ts";
import { classifyError, DamagedStateError } from "./errors.ts";
import { idOf, isId, revisionOf } from "./names.ts";
import type { State } from "./state.ts";
import {
  namesIn,
  type Numbered,
  placeDraft,
  readState,
  readStateHead,
  sweep,
  writeDraft,
} from "./state-files.ts";

/** How many secrets are looked at in one step of a listing. */
const PAGE_SIZE = 100;

/** A secret that a write may touch. */
interface Found {
  readonly number: number;
  readonly type: string;
  readonly revision: Revision;
}

/**
 * A secrets manager that keeps each secret in files of its own, in one folder.
 *
 * @example
 * ```ts
 * const manager = new TemplateSecretsManager({ folder: "./secrets" });
 * ```
 */
export class TemplateSecretsManager extends BaseSecretsManager<TemplateConfig> {
  static override readonly FLAVOR: string = "template";
  static override readonly configSchema: ConfigSchema<TemplateConfig> = templateConfigSchema;
  static override readonly capabilities: Capabilities = {
    // "cooperative": of those who write through this flavor, one wins; an editor asks nobody.
    exclusiveCreate: "cooperative",
    guardedUpdate: "cooperative",
    guardedDelete: "cooperative",
    readAfterWrite: "strong",
    listAfterWrite: "strong",
    atomicUpdate: true,
    write: true,
    adopt: false,
    history: "none",
    deletion: "immediate",
    nativeReads: "none",
    readsById: false,
    limits: { valueBytes: 65_536, secretBytes: 1_048_576, keys: 1000, names: 200 },
  };

  readonly #folder: string;

  constructor(
    config: Partial<TemplateConfig & SecretsManagerConfig> = {},
    options: SecretsManagerOptions = {},
  ) {
    super(config, options);
    // At once: a program may change its working folder later.
    this.#folder = path.resolve(this.config.folder);
  }

  protected override async doCreate(
    secret: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const current = await this.#read(secret, call);
      if (current?.state.kind === "secret") return { kind: "exists" };
      const number = (current?.number ?? 0) + 1;
      if (await this.#commit(secret, number, stateOf(secret, record, call), call)) {
        return { kind: "created", revision: revisionOf(secret.full, number) };
      }
      await call.backOff(attempt);
    }
  }

  protected override async doRead(
    secret: SecretPath,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    const current = await this.#read(secret, call);
    if (current?.state.kind !== "secret") return undefined;
    const { type, entries, committedAt } = current.state;
    const revision = revisionOf(secret.full, current.number);
    return { type, entries, revision, owned: true, updatedAt: committedAt };
  }

  protected override async doReplace(
    secret: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const found = await this.#find(secret, call);
      if (found === undefined) return { kind: "absent" };
      // In this order, in every flavor: absent, not owned, another type, another revision.
      if (found.type !== record.type) return { kind: "type_mismatch", storedType: found.type };
      if (expected !== undefined && expected !== found.revision) return { kind: "conflict" };
      const number = found.number + 1;
      if (await this.#commit(secret, number, stateOf(secret, record, call), call)) {
        return { kind: "replaced", revision: revisionOf(secret.full, number) };
      }
      // Somebody else wrote in between: look again.
      await call.backOff(attempt);
    }
  }

  protected override async doRemove(
    secret: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const found = await this.#find(secret, call);
      if (found === undefined) return { kind: "absent" };
      if (expected !== undefined && expected !== found.revision) return { kind: "conflict" };
      if (await this.#commit(secret, found.number + 1, { kind: "deleted" }, call)) {
        return { kind: "removed" };
      }
      await call.backOff(attempt);
    }
  }

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    const names = await call.step("readdir", () => namesIn(this.#folder), { mutates: false });
    const ids = names.filter(isId);
    for (let start = 0; start < ids.length; start += PAGE_SIZE) {
      const page = ids.slice(start, start + PAGE_SIZE);
      yield* await call.step("read heads", () => this.#summaries(page, prefix), { mutates: false });
    }
  }

  protected override classify(error: unknown): Classification | undefined {
    return classifyError(error);
  }

  #folderOf(secret: SecretPath): string {
    return path.join(this.#folder, idOf(secret.full));
  }

  async #read(secret: SecretPath, call: Call): Promise<Numbered<State> | undefined> {
    const folder = this.#folderOf(secret);
    const current = await call.step("read", () => readState(folder), { mutates: false });
    if (current?.state.kind === "secret" && current.state.path !== secret.full) {
      throw new DamagedStateError(path.join(folder, String(current.number)));
    }
    return current;
  }

  /** The state that a write may supersede; `undefined` if there is no such secret. */
  async #find(secret: SecretPath, call: Call): Promise<Found | undefined> {
    const current = await this.#read(secret, call);
    if (current?.state.kind !== "secret") return undefined;
    const { number, state } = current;
    return { number, type: state.type, revision: revisionOf(secret.full, number) };
  }

  /** Makes a state the one in force: false where another writer was first. */
  async #commit(secret: SecretPath, number: number, state: State, call: Call): Promise<boolean> {
    const folder = this.#folderOf(secret);
    const draft = await call.step("write draft", () => writeDraft(folder, number, state), {
      mutates: false,
    });
    const placed = await call.step("place draft", () => placeDraft(draft, number));
    await call.step("sweep", () => sweep(folder, number), { mutates: false });
    return placed;
  }

  async #summaries(ids: readonly string[], prefix: string): Promise<RecordSummary[]> {
    const summaries: RecordSummary[] = [];
    for (const id of ids) {
      const current = await readStateHead(path.join(this.#folder, id));
      if (current?.state.kind !== "secret" || !current.state.path.startsWith(prefix)) continue;
      const { path: full, type, committedAt } = current.state;
      const revision = revisionOf(full, current.number);
      summaries.push({ path: full, type, revision, owned: true, updatedAt: committedAt });
    }
    return summaries;
  }
}

function stateOf(secret: SecretPath, { type, entries }: SecretRecord, { clock }: Call): State {
  return { kind: "secret", path: secret.full, type, committedAt: new Date(clock.now()), entries };
}

TemplateSecretsManager satisfies FlavorClass;

export default TemplateSecretsManager;
