import { KeykistError } from "../errors/keykist-error.ts";
import type { Revision } from "../secrets/secret.ts";
import { StackComponent } from "../stack/stack-component.ts";
import { boundedMap } from "./bounded-map.ts";
import {
  checkedHistory,
  checkedOutcome,
  checkedReading,
  checkedRecord,
  checkedRemoval,
  checkedSummary,
  refusals,
} from "./checked-answers.ts";
import type {
  AdoptOutcome,
  Call,
  Classification,
  CreateOutcome,
  ErrorContext,
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
import type { Hooks } from "./hooks.ts";
import { FlavorError } from "./thrown.ts";
import type { SecretPath } from "./secret-path.ts";
import { plainBytes } from "./secret-record.ts";

/** Calls that the default batch hooks have under way at once. */
const BATCH_CONCURRENCY = 8;

/**
 * What a flavor implements: the protected methods of `BaseSecretsManager`, on validated input. They
 * are the whole surface that base and flavor share.
 */
export abstract class FlavorHooks<Config extends object> extends StackComponent<Config> {
  /** Stores a secret where there is none of this path, as one step that others see whole. */
  protected abstract doCreate(
    path: SecretPath,
    record: SecretRecord,
    call: Call,
  ): Promise<CreateOutcome>;

  /** Reads a secret. `undefined` means that the backend says it is not there, and nothing else. */
  protected abstract doRead(path: SecretPath, call: Call): Promise<StoredRecord | undefined>;

  /** Replaces the whole content, if the stored state is `expected` where that is given. */
  protected abstract doReplace(
    path: SecretPath,
    record: SecretRecord,
    expected: Revision | undefined,
    call: Call,
  ): Promise<ReplaceOutcome>;

  /** Removes a secret, if the stored state is `expected` where that is given. */
  protected abstract doRemove(
    path: SecretPath,
    expected: Revision | undefined,
    call: Call,
  ): Promise<RemoveOutcome>;

  /**
   * Lists the secrets whose full path begins with `prefix`, page by page: those of keykist, or, where
   * `call.wanted.owned` asks for them, those that something else made.
   */
  protected abstract doList(prefix: string, call: Call): AsyncIterable<RecordSummary>;

  /** Says what an error of the backend means, or `undefined` for one that the flavor does not know. */
  protected abstract classify(error: unknown, context: ErrorContext): Classification | undefined;

  /** Reads many secrets. Default: `doRead` for each, a few at a time. */
  protected doReadMany(paths: readonly SecretPath[], call: Call): AsyncIterable<ReadManyAnswer> {
    return boundedMap(paths, BATCH_CONCURRENCY, async (path): Promise<ReadManyAnswer> => {
      try {
        return { path, record: await this.doRead(path, call.item(path)) };
      } catch (error) {
        return { path, error };
      }
    });
  }

  /** Removes the secrets that the base listed. Default: `doRemove` for each, a few at a time. */
  protected doRemoveAll(paths: readonly SecretPath[], call: Call): AsyncIterable<RemoveManyAnswer> {
    return boundedMap(paths, BATCH_CONCURRENCY, async (path): Promise<RemoveManyAnswer> => {
      try {
        return { path, outcome: await this.doRemove(path, undefined, call.item(path)) };
      } catch (error) {
        return { path, error };
      }
    });
  }

  /** The committed states, newest first; `undefined` for no such secret. Needed where `history` is claimed. */
  protected doHistory(path: SecretPath, call: Call): Promise<readonly HistoryEntry[] | undefined> {
    return Promise.reject(unimplemented("doHistory", path.name, call));
  }

  /** Reads one committed state; `undefined` where it is not kept. Default: knows only the present one. */
  protected async doReadRevision(
    path: SecretPath,
    revision: Revision,
    call: Call,
  ): Promise<StoredRecord | undefined> {
    const stored = await this.doRead(path, call);
    return stored?.revision === revision ? stored : undefined;
  }

  /**
   * Reads a secret by an id of the backend, for `getSecret("id:…")`. `undefined` means that the backend
   * says it does not exist. Needed where `readsById` is claimed. An id that is keykist's own is refused
   * with a `KeykistError` `INVALID_NAME`, whose hint gives the secret's name.
   */
  protected doReadById(id: string, call: Call): Promise<StoredRecord | undefined> {
    return Promise.reject(unimplemented("doReadById", `id:${id}`, call));
  }

  /** Marks a secret as owned, if it is still in the state `expected`. Needed where `adopt` is claimed. */
  protected doAdopt(
    path: SecretPath,
    _type: string,
    _expected: Revision,
    call: Call,
  ): Promise<AdoptOutcome> {
    return Promise.reject(unimplemented("doAdopt", path.name, call));
  }

  /** Brings a deleted secret back. Needed where `deletion` is claimed to be recoverable. */
  protected doUndelete(path: SecretPath, call: Call): Promise<UndeleteOutcome> {
    return Promise.reject(unimplemented("doUndelete", path.name, call));
  }

  /** The size that `limits.secretBytes` bounds. Default: the bytes of all keys and values. */
  protected encodedBytes(record: SecretRecord): number {
    return plainBytes(record.entries);
  }

  /**
   * Called before the first hook, until it has succeeded once: opens a file, loads an SDK. An attempt is
   * given up when its operation ends; pass `call.signal` on, so that nothing stays open. Default: nothing.
   */
  protected connect(_call: Call): Promise<void> {
    return Promise.resolve();
  }

  /** Called by `close` if `connect` was: releases what the manager opened itself. Default: nothing. */
  protected disconnect(_call: Call): Promise<void> {
    return Promise.resolve();
  }

  /** The hooks of an instance, each after the instance has connected. */
  protected static bindHooks(
    flavor: FlavorHooks<object>,
    connected: (call: Call) => Promise<void> | undefined,
  ): Hooks {
    async function each<T>(call: Call, hook: () => Promise<T>): Promise<T> {
      try {
        const connecting = connected(call);
        if (connecting !== undefined) await connecting;
        return await hook();
      } catch (error) {
        throw new FlavorError(error);
      }
    }
    async function* many<T>(call: Call, hook: () => AsyncIterable<T>): AsyncIterable<T> {
      try {
        await connected(call);
        yield* hook();
      } catch (error) {
        throw new FlavorError(error);
      }
    }
    async function record(
      hook: string,
      call: Call,
      read: () => Promise<StoredRecord | undefined>,
    ): Promise<StoredRecord | undefined> {
      const stored = await each(call, read);
      return stored === undefined ? undefined : checkedRecord(stored, hook, call.wanted);
    }
    return {
      create: async (path, secret, call) =>
        checkedOutcome(await each(call, () => flavor.doCreate(path, secret, call)), "doCreate", [
          "created",
          "exists",
        ]),
      read: (path, call) => record("doRead", call, () => flavor.doRead(path, call)),
      replace: async (path, secret, expected, call) =>
        checkedOutcome(
          await each(call, () => flavor.doReplace(path, secret, expected, call)),
          "doReplace",
          ["replaced", "type_mismatch", ...refusals],
        ),
      remove: async (path, expected, call) =>
        checkedOutcome(await each(call, () => flavor.doRemove(path, expected, call)), "doRemove", [
          "removed",
          ...refusals,
        ]),
      list: async function* list(prefix, call) {
        for await (const summary of many(call, () => flavor.doList(prefix, call)))
          yield checkedSummary(summary, "doList", call.wanted);
      },
      readMany: async function* readMany(paths, call) {
        for await (const answer of many(call, () => flavor.doReadMany(paths, call)))
          yield checkedReading(answer, "doReadMany", call.wanted);
      },
      removeAll: async function* removeAll(paths, call) {
        for await (const answer of many(call, () => flavor.doRemoveAll(paths, call)))
          yield checkedRemoval(answer, "doRemoveAll");
      },
      history: async (path, call) => {
        const entries = await each(call, () => flavor.doHistory(path, call));
        return entries === undefined ? undefined : checkedHistory(entries, "doHistory");
      },
      readRevision: (path, revision, call) =>
        record("doReadRevision", call, () => flavor.doReadRevision(path, revision, call)),
      readById: (id, call) => record("doReadById", call, () => flavor.doReadById(id, call)),
      adopt: async (path, type, expected, call) =>
        checkedOutcome(
          await each(call, () => flavor.doAdopt(path, type, expected, call)),
          "doAdopt",
          ["adopted", "absent", "conflict"],
        ),
      undelete: async (path, call) =>
        checkedOutcome(await each(call, () => flavor.doUndelete(path, call)), "doUndelete", [
          "restored",
          "absent",
          "exists",
          "not_owned",
        ]),
      encodedBytes: (secret) => flavor.encodedBytes(secret),
    };
  }
}

function unimplemented(hook: string, secret: string, call: Call): KeykistError {
  return new KeykistError("UNSUPPORTED", `the flavor claims what it does not implement: ${hook}`, {
    operation: call.operation,
    secret,
    hint: "report it to the maintainers of the flavor",
  });
}
