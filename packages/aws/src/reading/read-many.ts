import type {
  APIErrorType,
  BatchGetSecretValueCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import { type Call, KeykistError, type ReadManyAnswer, type SecretPath } from "@keykist/core";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed, isTransient } from "../errors.ts";
import {
  isWithoutVersion,
  readSecret,
  type ReadVersion,
  recordOf,
  withoutVersion,
} from "./read-secret.ts";

/**
 * The most secrets that AWS gives in one call:
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 */
const BATCH = 20;

/** Reads many secrets, twenty with each call, and yields each as it comes. */
export async function* readMany(
  api: SecretsApi,
  paths: readonly SecretPath[],
  call: Call,
): AsyncIterable<ReadManyAnswer> {
  for (let start = 0; start < paths.length; start += BATCH) {
    const some = paths.slice(start, start + BATCH);
    const batch = await ask(api, some, call);
    yield* asTheyCome(some.map((path) => answerOf(api, path, batch, call)));
  }
}

/** Gives what promises give, in the order in which they do. */
async function* asTheyCome<T>(promises: readonly Promise<T>[]): AsyncGenerator<T, void, undefined> {
  const places = promises.map(() => Promise.withResolvers<T>());
  let taken = 0;
  for (const promise of promises) {
    promise.then(
      (value) => places[taken++]?.resolve(value),
      (error: unknown) => places[taken++]?.reject(error),
    );
  }
  for (const place of places) yield await place.promise;
}

/** What a batch gives, by the names of the secrets. */
interface Batch {
  readonly versions: ReadonlyMap<string, ReadVersion>;
  readonly failures: ReadonlyMap<string, unknown>;
}

/** Why a batch does not give one of its secrets, named as AWS would if it had been asked for alone. */
class BatchFailure extends Error {
  constructor({ ErrorCode = "", Message = "" }: APIErrorType) {
    super(Message);
    this.name = ErrorCode;
  }
}

/** Asks for twenty secrets at once. */
async function ask(api: SecretsApi, paths: readonly SecretPath[], call: Call): Promise<Batch> {
  try {
    return await askPages(api, paths, call);
  } catch (error) {
    if (KeykistError.is(error)) throw error;
    // One secret that AWS stumbles over, or a missing permission for batches, must not hide the others. Out of reach,
    // they all are.
    const failures = isTransient(error) ? paths.map(({ full }) => [full, error] as const) : [];
    return { versions: new Map(), failures: new Map(failures) };
  }
}

async function askPages(api: SecretsApi, paths: readonly SecretPath[], call: Call): Promise<Batch> {
  const versions = new Map<string, ReadVersion>();
  const failures = new Map<string, BatchFailure>();
  const SecretIdList = paths.map(({ full }) => full);
  let token: string | undefined;
  do {
    const page: BatchGetSecretValueCommandOutput = await api.batchGet(call, {
      SecretIdList,
      ...(token !== undefined && { NextToken: token }),
    });
    for (const version of page.SecretValues ?? [])
      if (version.Name !== undefined) versions.set(version.Name, version);
    for (const failure of page.Errors ?? [])
      if (failure.SecretId !== undefined) failures.set(failure.SecretId, new BatchFailure(failure));
    token = page.NextToken;
  } while (token !== undefined);
  return { versions, failures };
}

async function answerOf(
  api: SecretsApi,
  path: SecretPath,
  { versions, failures }: Batch,
  call: Call,
): Promise<ReadManyAnswer> {
  const version = versions.get(path.full);
  const failure = failures.get(path.full);
  try {
    const item = call.item(path);
    if (isWithoutVersion(failure)) return { path, record: await withoutVersion(api, path, item) };
    if (isNamed(failure, "ResourceNotFoundException")) return { path, record: undefined };
    if (version !== undefined) return { path, record: await recordOf(api, path, version, item) };
    // What is pending deletion is refused in the same words as other states, which the read tells apart.
    if (failure === undefined || isNamed(failure, "InvalidRequestException"))
      return { path, record: await readSecret(api, path, item) };
    return { path, error: failure };
  } catch (error) {
    return { path, error };
  }
}
