import {
  type AdoptOutcome,
  type Call,
  type CreateOutcome,
  type HistoryEntry,
  KeykistError,
  type RecordSummary,
  type RemoveOutcome,
  type ReplaceOutcome,
  type Revision,
  type SecretRecord,
  type StoredRecord,
} from "@keykist/core";
import { adopt, readAdoptable } from "./adopting.ts";
import { type GcpClient, openClient } from "./client.ts";
import { Collector } from "./collector.ts";
import type { GcpConfig } from "./config.ts";
import { GcpSecrets } from "./gcp-secrets.ts";
import { list } from "./listing.ts";
import { history, read, readRevision } from "./reading.ts";
import { create, remove, replace } from "./writing.ts";

/** A manager that is connected. Paths are full ones. */
export class Backend {
  readonly #config: GcpConfig;
  readonly #secrets: GcpSecrets;
  readonly #collector: Collector;
  /** The client, where it was opened here. */
  readonly #own: GcpClient | undefined;

  private constructor(config: GcpConfig, secrets: GcpSecrets, own: GcpClient | undefined) {
    this.#config = config;
    this.#secrets = secrets;
    this.#collector = new Collector(secrets);
    this.#own = own;
  }

  /** Takes the client that is given, or opens one, and finds out the project. */
  static async open(config: GcpConfig, given: GcpClient | undefined, call: Call): Promise<Backend> {
    const own = given === undefined ? await openClient(config) : undefined;
    const client = given ?? own;
    if (client === undefined) throw new TypeError("there is no client");
    const project = config.projectId ?? (await projectOf(client, call));
    return new Backend(config, new GcpSecrets(client, project, config), own);
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
    const outcome = await remove(this.#secrets, path, expected, call);
    if (outcome.kind === "removed") this.#collector.note(path, call);
    return outcome;
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

  adopt(
    path: string,
    wanted: { readonly type: string; readonly expected: Revision },
    call: Call,
  ): Promise<AdoptOutcome> {
    return adopt(this.#secrets, path, wanted, call);
  }
}

async function projectOf(client: GcpClient, call: Call): Promise<string> {
  if (client.getProjectId === undefined) {
    throw new KeykistError("INVALID_CONFIG", "the project is not known", {
      hint: "set projectId in the manager's configuration",
    });
  }
  return call.step("GetProjectId", () => client.getProjectId?.() ?? "", { mutates: false });
}
