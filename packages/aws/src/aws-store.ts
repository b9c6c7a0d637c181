import type {
  AdoptOutcome,
  Call,
  CreateOutcome,
  HistoryEntry,
  ReadManyAnswer,
  RecordSummary,
  RemoveOutcome,
  ReplaceOutcome,
  Revision,
  SecretPath,
  SecretRecord,
  StoredRecord,
  UndeleteOutcome,
} from "@keykist/core";
import type { AwsConfig } from "./config.ts";
import { type Connection, type ConnectionOptions, openConnection } from "./client/connection.ts";
import { history, readRevision } from "./reading/history.ts";
import { listSecrets } from "./reading/list-secrets.ts";
import { readById } from "./reading/read-by-id.ts";
import { readMany } from "./reading/read-many.ts";
import { readSecret } from "./reading/read-secret.ts";
import { adoptSecret } from "./writing/adopt-secret.ts";
import { createSecret } from "./writing/create-secret.ts";
import { removeSecret } from "./writing/remove-secret.ts";
import { type Replacement, replaceSecret } from "./writing/replace-secret.ts";
import { undeleteSecret } from "./writing/undelete-secret.ts";
import { WriteQueue } from "./writing/write-queue.ts";

/** The secrets of one manager in AWS, once it has a client. */
export class AwsStore {
  readonly #config: AwsConfig;
  readonly #connection: Connection;
  readonly #queue = new WriteQueue();

  private constructor(config: AwsConfig, connection: Connection) {
    this.#config = config;
    this.#connection = connection;
  }

  static async open(options: ConnectionOptions): Promise<AwsStore> {
    return new AwsStore(options.config, await openConnection(options));
  }

  close(): void {
    this.#connection.close();
  }

  create(path: SecretPath, record: SecretRecord, call: Call): Promise<CreateOutcome> {
    const { kmsKeyId, tags } = this.#config;
    return this.#inTurn(path, call, () =>
      createSecret(this.#connection.api, path, { record, kmsKeyId, tags }, call),
    );
  }

  read(path: SecretPath, call: Call): Promise<StoredRecord | undefined> {
    return readSecret(this.#connection.api, path, call);
  }

  readById(id: string, call: Call): Promise<StoredRecord | undefined> {
    return readById(this.#connection.api, id, call);
  }

  readMany(paths: readonly SecretPath[], call: Call): AsyncIterable<ReadManyAnswer> {
    return readMany(this.#connection.api, paths, call);
  }

  replace(path: SecretPath, replacement: Replacement, call: Call): Promise<ReplaceOutcome> {
    return this.#inTurn(path, call, () =>
      replaceSecret(this.#connection.api, path, replacement, call),
    );
  }

  remove(path: SecretPath, expected: Revision | undefined, call: Call): Promise<RemoveOutcome> {
    const { recoveryWindowDays } = this.#config;
    return this.#inTurn(path, call, () =>
      removeSecret(this.#connection.api, path, { expected, recoveryWindowDays }, call),
    );
  }

  list(prefix: string, call: Call): AsyncIterable<RecordSummary> {
    return listSecrets(this.#connection.api, prefix, call);
  }

  history(path: SecretPath, call: Call): Promise<readonly HistoryEntry[] | undefined> {
    return history(this.#connection.api, path, call);
  }

  readRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    return readRevision(this.#connection.api, path, revision, call);
  }

  adopt(
    path: SecretPath,
    adoption: { readonly type: string; readonly expected: Revision },
    call: Call,
  ): Promise<AdoptOutcome> {
    return this.#inTurn(path, call, () => adoptSecret(this.#connection.api, path, adoption, call));
  }

  undelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
    return this.#inTurn(path, call, () => undeleteSecret(this.#connection.api, path, call));
  }

  #inTurn<T>(path: SecretPath, call: Call, work: () => Promise<T>): Promise<T> {
    return this.#queue.enter(path.full, call.signal, work);
  }
}
