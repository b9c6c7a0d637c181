import {
  BaseSecretsManager,
  type Call,
  type Capabilities,
  type Classification,
  configFields,
  type ConfigSchema,
  type CreateOutcome,
  type FlavorClass,
  type RecordSummary,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type SecretPath,
  type SecretRecord,
  type StoredRecord,
} from "../src/index.ts";
import { MemorySecretsManager } from "../src/memory/index.ts";

/**
 * The least that a flavor can be: five hooks over a map and a classifier, every optional hook left to
 * the base. Its backend is public, so that tests can look and meddle.
 */
export class PlainSecretsManager extends BaseSecretsManager {
  static override readonly FLAVOR: string = "plain";
  static override readonly configSchema: ConfigSchema<object> = configFields({});
  static override readonly capabilities: Capabilities = {
    ...MemorySecretsManager.capabilities,
    adopt: false,
    history: "none",
    deletion: "immediate",
  };

  readonly backend: Map<string, StoredRecord> = new Map();
  /** Runs inside each step: may throw, or wait. */
  onStep: (name: string, path: string) => unknown = () => undefined;
  #revisions = 0;

  protected override doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome> {
    return call.step("create", async (): Promise<CreateOutcome> => {
      await this.onStep("create", path.full);
      if (this.backend.has(path.full)) return { kind: "exists" };
      return { kind: "created", revision: this.#put(path, record) };
    });
  }

  protected override doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    const read = async (): Promise<StoredRecord | undefined> => {
      await this.onStep("read", path.full);
      return this.backend.get(path.full);
    };
    return call.step("read", read, { mutates: false });
  }

  protected override doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome> {
    return call.step("replace", async (): Promise<ReplaceOutcome> => {
      await this.onStep("replace", path.full);
      const stored = this.backend.get(path.full);
      if (stored === undefined) return { kind: "absent" };
      if (expected !== undefined && stored.revision !== expected) return { kind: "conflict" };
      return { kind: "replaced", revision: this.#put(path, record) };
    });
  }

  protected override doRemove(
    path: SecretPath,
    _expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome> {
    return call.step("remove", async (): Promise<RemoveOutcome> => {
      await this.onStep("remove", path.full);
      return { kind: this.backend.delete(path.full) ? "removed" : "absent" };
    });
  }

  protected override async *doList(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    for (const [path, { type, revision }] of this.backend) {
      await call.step("page", () => this.onStep("page", path));
      if (path.startsWith(prefix)) yield { path, type, revision };
    }
  }

  protected override classify(error: unknown): Classification | undefined {
    if (error instanceof RangeError) return { code: "UNAVAILABLE", retry: "safe" };
    return error instanceof TypeError
      ? { code: "THROTTLED", retry: "safe", outcome: "not_applied" }
      : undefined;
  }

  #put(path: SecretPath, { type, entries }: SecretRecord): Revision {
    this.#revisions += 1;
    const revision = `r${this.#revisions}`;
    this.backend.set(path.full, { type, entries, revision, owned: true });
    return revision;
  }
}

PlainSecretsManager satisfies FlavorClass;
