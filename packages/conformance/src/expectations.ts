import assert from "node:assert/strict";
import {
  arbitrarySchema,
  type ErrorCode,
  KeykistError,
  type Secret,
  type SecretsManager,
} from "@keykist/core";
import { settled } from "./scheduling/fake-clock.ts";

/** What an error must say beside its code. */
export interface ExpectedError {
  readonly retry?: KeykistError["retry"] | undefined;
  readonly outcome?: KeykistError["outcome"] | undefined;
}

/** What is said of something that was thrown: never its message, which is not ours to trust. */
function named(thrown: unknown): string {
  return KeykistError.is(thrown) ? thrown.code : "an error that is no KeykistError";
}

/** Asserts that work fails with a keykist error of this code, and answers the error. */
export async function failsWith(
  work: Promise<unknown>,
  code: ErrorCode,
  what: string,
  expected: ExpectedError = {},
): Promise<KeykistError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown ?? "nothing",
  );
  assert.ok(error !== undefined, `${what}: succeeded, where ${code} was due`);
  assert.ok(KeykistError.is(error), `${what}: threw ${named(error)}, where ${code} was due`);
  assert.equal(error.code, code, `${what}: the code of the error`);
  if ("retry" in expected) assert.equal(error.retry, expected.retry, `${what}: retry of the error`);
  if ("outcome" in expected)
    assert.equal(error.outcome, expected.outcome, `${what}: outcome of the error`);
  return error;
}

/** Asserts that work succeeds, and answers what it answers. */
export async function succeeds<T>(work: Promise<T>, what: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    assert.fail(`${what}: failed with ${named(error)}`);
  }
}

/** Asserts that a manager reads exactly these entries. */
export async function holds(
  manager: SecretsManager,
  name: string,
  entries: Readonly<Record<string, string>>,
  what: string,
): Promise<Secret> {
  const secret = await succeeds(manager.getSecret(name, arbitrarySchema), what);
  // Without prototypes on both sides, so that `__proto__` is a key like any other.
  assert.deepEqual(
    new Map(Object.entries(secret.content)),
    new Map(Object.entries(entries)),
    `${what}: the entries`,
  );
  return secret;
}

/** Asserts that a manager says that there is no such secret. */
export async function isAbsent(manager: SecretsManager, name: string, what: string): Promise<void> {
  await failsWith(manager.getSecret(name), "SECRET_NOT_FOUND", what);
}

/** Asserts that work ends, in success or failure, without anything more from outside. */
export async function endsNow<T>(work: Promise<T>, what: string): Promise<PromiseSettledResult<T>> {
  let ended = false;
  const result = Promise.allSettled([work]).then(([settledResult]) => {
    ended = true;
    return settledResult;
  });
  await settled();
  assert.ok(ended, `${what}: it is still under way`);
  return result;
}

/** Everything that an async iterable gives. */
export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
