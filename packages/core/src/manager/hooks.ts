import type { Revision } from "../secrets/secret.ts";
import type {
  AdoptOutcome,
  Call,
  CreateOutcome,
  HistoryEntry,
  ReadManyAnswer,
  RecordSummary,
  RemoveManyAnswer,
  RemoveOutcome,
  ReplaceOutcome,
  SecretRecord,
  StoredRecord,
  UndeleteOutcome,
} from "./flavor-contract.ts";
import type { SecretPath } from "./secret-path.ts";

/**
 * The hooks of one manager, bound: how the operations, which live in files of their own, reach the
 * protected methods of the class. What each must do stands at the method in `BaseSecretsManager`.
 */
export interface Hooks {
  create(path: SecretPath, record: SecretRecord, call: Call): Promise<CreateOutcome>;
  read(path: SecretPath, call: Call): Promise<StoredRecord | undefined>;
  replace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome>;
  remove(path: SecretPath, expected: Revision | undefined, call: Call): Promise<RemoveOutcome>;
  list(prefix: string, call: Call): AsyncIterable<RecordSummary>;
  readMany(paths: readonly SecretPath[], call: Call): AsyncIterable<ReadManyAnswer>;
  removeAll(paths: readonly SecretPath[], call: Call): AsyncIterable<RemoveManyAnswer>;
  history(path: SecretPath, call: Call): Promise<readonly HistoryEntry[] | undefined>;
  readRevision(path: SecretPath, revision: Revision, call: Call): Promise<StoredRecord | undefined>;
  readById(id: string, call: Call): Promise<StoredRecord | undefined>;
  adopt(path: SecretPath, type: string, expected: Revision, call: Call): Promise<AdoptOutcome>;
  undelete(path: SecretPath, call: Call): Promise<UndeleteOutcome>;
  readonly encodedBytes: (record: SecretRecord) => number;
}
