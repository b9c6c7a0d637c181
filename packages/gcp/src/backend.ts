import type {
  AdoptOutcome,
  Call,
  CreateOutcome,
  HistoryEntry,
  RecordSummary,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretRecord,
  StoredRecord,
} from "@keykist/core";
import { KeykistError } from "@keykist/core";
import { adopt, readAdoptable } from "./adopting.ts";
import { type GcpClient, openClient, type OpenedClient, start } from "./client.ts";
import { Collector } from "./collector.ts";
import type { GcpConfig } from "./config.ts";
import { GcpSecrets } from "./gcp-secrets.ts";
import { remove } from "./deleting.ts";
import { list } from "./listing.ts";
import { projectOf } from "./project.ts";
import { history, read, readRevision } from "./reading.ts";
import { readById } from "./reading-by-id.ts";
import { create, replace } from "./writing.ts";

/** A manager that is connected. Paths are full ones. */
export class Backend {
  readonly #config: GcpConfig;
  readonly #secrets: GcpSecrets;
  readonly #collector: Collector;
  /** The client, where it was opened here. */
  readonly #own: OpenedClient | undefined;

  private constructor(config: GcpConfig, secrets: GcpSecrets, own: OpenedClient | undefined) {
    this.#config = config;
    this.#secrets = secrets;
    this.#collector = new Collector(secrets);
    this.#own = own;
  }

  /** Takes the client that is given, or opens one, and finds out the project. */
  static async open(config: GcpConfig, given: GcpClient | undefined, call: Call): Promise<Backend> {
    if (given !== undefined) {
      await start(given);
      const project = await projectOf(given, config, call);
      return new Backend(config, new GcpSecrets(given, project, config), undefined);
    }
    const own = await openClient(config);
    try {
      const project = await projectOf(own.client, config, call);
      return new Backend(config, new GcpSecrets(own.client, project, config), own);
    } catch (error) {
      await own.close();
      throw error;
    }
  }

  /** Collects garbage, and closes the client if it was opened here. */
  async close(call: Call): Promise<void> {
    await this.#collector.finish(call);
    await this.#own?.close();
  }

  create(path: string, record: SecretRecord, call: Call): Promise<CreateOutcome> {
    this.#collector.begin(call);
    return create(this.#secrets, path, record, call);
  }

  read(path: string, call: Call): Promise<StoredRecord | undefined> {
    const owned = (): Promise<StoredRecord | undefined> =>
      read(this.#secrets, path, this.#config, call);
    return call.operation === "adoptSecret"
      ? readAdoptable(this.#secrets, path, owned, call)
      : owned();
  }

  async replace(
    path: string,
    change: { readonly record: SecretRecord; readonly expected: Revision | undefined },
    call: Call,
  ): Promise<ReplaceOutcome> {
    this.#collector.begin(call);
    const outcome = await replace(this.#secrets, path, change, call);
    if (outcome.kind === "replaced") this.#collector.note(path, call);
    return outcome;
  }

  async remove(path: string, expected: Revision | undefined, call: Call): Promise<RemoveOutcome> {
    this.#collector.begin(call);
    try {
      const outcome = await remove(this.#secrets, path, expected, call);
      if (outcome.kind === "removed") this.#collector.note(path, call);
      return outcome;
    } catch (error) {
      // It is deleted, and something could not be destroyed at once.
      if (KeykistError.is(error) && error.outcome === "applied") this.#collector.note(path, call);
      throw error;
    }
  }

  list(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    return list(this.#secrets, prefix, call);
  }

  history(path: string, call: Call): Promise<readonly HistoryEntry[] | undefined> {
    return history(this.#secrets, path, call);
  }

  readRevision(path: string, revision: Revision, call: Call): Promise<StoredRecord | undefined> {
    return readRevision(this.#secrets, path, revision, call);
  }

  readById(id: string, call: Call): Promise<StoredRecord | undefined> {
    return readById(this.#secrets, id, call);
  }

  adopt(
    path: string,
    wanted: { readonly type: string; readonly expected: Revision },
    call: Call,
  ): Promise<AdoptOutcome> {
    return adopt(this.#secrets, path, wanted, call);
  }
}
