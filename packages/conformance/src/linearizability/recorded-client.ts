import {
  arbitrarySchema,
  type ArbitraryContent,
  KeykistError,
  type OperationOptions,
  type Revision,
  type Secret,
  type SecretsManager,
} from "@keykist/core";
import type { RecordedOperation, SecretAction, SecretAnswer, SecretEntries } from "./history.ts";

/** A write that has not returned. */
interface PendingWrite {
  readonly secret: string;
  readonly invoked: number;
  readonly action: () => SecretAction;
}

/** Where a client writes down what it does. */
export interface Recording {
  readonly now: () => number;
  readonly done: (operation: Omit<RecordedOperation, "client" | "returned">) => void;
  readonly failed: (error: KeykistError) => void;
  readonly retried: () => void;
}

/** What a read showed of a secret. */
export interface ShownSecret {
  readonly entries: SecretEntries;
  readonly revision: Revision | undefined;
}

/**
 * The operations of one client, written down. They resolve where the manager rejects with a
 * `KeykistError`: a client of a concurrent run takes what comes and goes on.
 */
export class RecordedClient {
  readonly #manager: SecretsManager;
  readonly #recording: Recording;
  readonly #pending = new Set<PendingWrite>();

  constructor(manager: SecretsManager, recording: Recording) {
    this.#manager = manager;
    this.#recording = recording;
  }

  /**
   * Writes down that the client's process has ended: what it was writing has no answer, and never will. Nothing that comes
   * of it later is written down.
   */
  crash(): void {
    for (const { secret, invoked, action } of this.#pending)
      this.#recording.done({ secret, invoked, action: action(), answer: { kind: "unknown" } });
    this.#pending.clear();
  }

  /** Registers a secret; answers its revision, if it was answered one. */
  register(
    secret: string,
    entries: SecretEntries,
    options?: OperationOptions,
  ): Promise<Revision | undefined> {
    const work = (): Promise<Revision> =>
      this.#manager.registerSecret(arbitrarySchema.create(secret, entries), options);
    return this.#write(secret, () => ({ kind: "register", entries }), work);
  }

  /** Updates a secret; answers its revision, if it was answered one. */
  update(
    secret: string,
    entries: SecretEntries,
    options: OperationOptions & { readonly ifRevision?: Revision | undefined } = {},
  ): Promise<Revision | undefined> {
    const { ifRevision } = options;
    const work = (): Promise<Revision> =>
      this.#manager.updateSecret(arbitrarySchema.create(secret, entries), options);
    return this.#write(secret, () => ({ kind: "update", entries, ifRevision }), work);
  }

  /** Modifies a secret; answers its revision, if it was answered one. */
  modify(
    secret: string,
    change: (entries: SecretEntries) => SecretEntries,
    options?: OperationOptions,
  ): Promise<Revision | undefined> {
    let action: SecretAction = { kind: "modify" };
    const recorded = (content: ArbitraryContent): SecretEntries => {
      if ("saw" in action) this.#recording.retried();
      const saw = { ...content };
      const entries = change(saw);
      action = { kind: "modify", saw, entries };
      return entries;
    };
    const work = (): Promise<Revision> =>
      this.#manager.modifySecret(secret, recorded, options ?? {});
    return this.#write(secret, () => action, work);
  }

  /** Deletes a secret; answers whether it was answered that it is done. */
  async delete(
    secret: string,
    options: OperationOptions & { readonly ifRevision?: Revision | undefined } = {},
  ): Promise<boolean> {
    const { ifRevision } = options;
    const pending = this.#begun(secret, () => ({ kind: "delete", ifRevision }));
    try {
      await this.#manager.deleteSecret(secret, options);
      this.#done(pending, { kind: "deleted" });
      return true;
    } catch (error) {
      this.#failedWrite(pending, error);
      return false;
    }
  }

  /** Reads a secret. */
  async read(secret: string, options?: OperationOptions): Promise<ShownSecret | undefined> {
    const invoked = this.#recording.now();
    return this.#read([secret], invoked, async () => {
      const shown = await this.#manager.getSecret(secret, arbitrarySchema, options);
      return new Map([[secret, shown]]);
    }).then((answers) => answers.get(secret));
  }

  /** Reads several secrets at once. */
  readMany(
    secrets: readonly string[],
    options?: OperationOptions,
  ): Promise<ReadonlyMap<string, ShownSecret>> {
    const invoked = this.#recording.now();
    return this.#read(secrets, invoked, () =>
      this.#manager.getSecrets(secrets, arbitrarySchema, options),
    );
  }

  /** Describes a secret, which shows its revision. */
  async describe(secret: string, options?: OperationOptions): Promise<void> {
    const invoked = this.#recording.now();
    const action: SecretAction = { kind: "read" };
    try {
      const { revision } = await this.#manager.describeSecret(secret, options);
      this.#recording.done({ secret, invoked, action, answer: { kind: "shown", revision } });
    } catch (error) {
      this.#failedRead([secret], invoked, error);
    }
  }

  /** Lists the secrets of a prefix; what it shows of some of them is written down, for each one read. */
  async list(
    prefix: string,
    secrets: readonly string[],
    options: OperationOptions = {},
  ): Promise<readonly string[]> {
    const invoked = this.#recording.now();
    const action: SecretAction = { kind: "read" };
    const names: string[] = [];
    const revisions = new Map<string, Revision>();
    try {
      for await (const { name, revision } of this.#manager.listSecrets({ ...options, prefix })) {
        names.push(name);
        revisions.set(name, revision);
      }
    } catch (error) {
      this.#failedRead(secrets, invoked, error);
      return names;
    }
    for (const secret of secrets) {
      const revision = revisions.get(secret);
      const answer: SecretAnswer =
        revision === undefined ? { kind: "absent" } : { kind: "shown", revision };
      this.#recording.done({ secret, invoked, action, answer });
    }
    return names;
  }

  async #write(
    secret: string,
    action: () => SecretAction,
    work: () => Promise<Revision>,
  ): Promise<Revision | undefined> {
    const pending = this.#begun(secret, action);
    try {
      const revision = await work();
      this.#done(pending, { kind: "written", revision });
      return revision;
    } catch (error) {
      this.#failedWrite(pending, error);
      return undefined;
    }
  }

  #begun(secret: string, action: () => SecretAction): PendingWrite {
    const pending = { secret, invoked: this.#recording.now(), action };
    this.#pending.add(pending);
    return pending;
  }

  #done(pending: PendingWrite, answer: SecretAnswer): void {
    if (!this.#pending.delete(pending)) return;
    const { secret, invoked, action } = pending;
    this.#recording.done({ secret, invoked, action: action(), answer });
  }

  #failedWrite(pending: PendingWrite, error: unknown): void {
    if (!KeykistError.is(error)) throw error;
    const answer = refusals[error.code];
    // Who did not say `not_applied` may have written.
    if (error.outcome !== "not_applied") {
      this.#done(pending, { kind: "unknown" });
    } else if (answer === undefined || error.retry === "exhausted") {
      if (this.#pending.delete(pending)) this.#recording.failed(error);
    } else this.#done(pending, answer);
  }

  #failedRead(secrets: readonly string[], invoked: number, error: unknown): void {
    if (!KeykistError.is(error)) throw error;
    const action: SecretAction = { kind: "read" };
    if (error.code !== "SECRET_NOT_FOUND") this.#recording.failed(error);
    else
      for (const secret of secrets)
        this.#recording.done({ secret, invoked, action, answer: { kind: "absent" } });
  }

  async #read(
    secrets: readonly string[],
    invoked: number,
    work: () => Promise<ReadonlyMap<string, Secret | KeykistError>>,
  ): Promise<ReadonlyMap<string, ShownSecret>> {
    const shown = new Map<string, ShownSecret>();
    const action: SecretAction = { kind: "read" };
    try {
      for (const [secret, answer] of await work()) {
        if (KeykistError.is(answer)) {
          this.#failedRead([secret], invoked, answer);
          continue;
        }
        const { revision } = answer;
        const entries = { ...answer.content };
        shown.set(secret, { entries, revision });
        this.#recording.done({
          secret,
          invoked,
          action,
          answer: { kind: "shown", entries, revision },
        });
      }
    } catch (error) {
      this.#failedRead(secrets, invoked, error);
    }
    return shown;
  }
}

/** What a refusal says of the secret. */
const refusals: Partial<Readonly<Record<string, SecretAnswer>>> = {
  SECRET_EXISTS: { kind: "exists" },
  SECRET_NOT_FOUND: { kind: "absent" },
  REVISION_CONFLICT: { kind: "conflict" },
};
