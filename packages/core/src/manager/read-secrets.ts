import { KeykistError } from "../errors/keykist-error.ts";
import type { SecretSchema } from "../schemas/secret-schema.ts";
import { assertSecretName } from "../secrets/grammar.ts";
import type { Secret } from "../secrets/secret.ts";
import type { ReadManyAnswer, StoredRecord } from "./flavor-contract.ts";
import type { ManagerCore } from "./manager-core.ts";
import type { OperationRun } from "./operation-run.ts";
import { FlavorError } from "./thrown.ts";
import { aboutSecret } from "./about-secret.ts";
import { assertSound, isRaw, rawSecret, typedSecret } from "./stored-secret.ts";
import type { SecretPath } from "./secret-path.ts";
import type {
  GetSecretOptions,
  GetSecretsOptions,
  OperationOptions,
  SecretDescription,
} from "./secrets-manager.ts";

/** What a backend answered, once it is checked; its values are kept out of errors from now on. */
function received(stored: StoredRecord, run: OperationRun): StoredRecord {
  assertSound(stored, run.wanted);
  run.protect(stored.entries);
  return stored;
}

/** Reads a secret that has to be there. */
export async function readStored(
  core: ManagerCore,
  path: SecretPath,
  run: OperationRun,
): Promise<StoredRecord> {
  const stored = await core.hooks.read(path, run);
  if (stored === undefined) throw run.failure("SECRET_NOT_FOUND");
  return received(stored, run);
}

/**
 * Reads an earlier state that has to be there.
 *
 * @throws KeykistError `SECRET_NOT_FOUND`, `REVISION_NOT_FOUND`
 */
export async function readStoredRevision(
  core: ManagerCore,
  path: SecretPath,
  revision: string,
  run: OperationRun,
): Promise<StoredRecord> {
  const stored = await core.hooks.readRevision(path, revision, run);
  if (stored === undefined) {
    await readStored(core, path, run);
    throw run.failure("REVISION_NOT_FOUND");
  }
  return received(stored, run);
}

function wantedType(schema: SecretSchema | undefined): string | undefined {
  return schema === undefined || isRaw(schema) ? undefined : schema.TYPE;
}

function present(
  core: ManagerCore,
  name: string,
  stored: StoredRecord,
  schema: SecretSchema | undefined,
  keys: readonly string[] | undefined,
): Secret<object> | Promise<Secret> {
  return schema === undefined
    ? rawSecret(name, stored, core.registry, keys)
    : typedSecret(name, stored, schema, keys);
}

export function getSecret(
  core: ManagerCore,
  name: string,
  schema: SecretSchema | undefined,
  options: GetSecretOptions,
): Promise<Secret<object>> {
  const { revision, keys, signal } = options;
  const request = {
    operation: "getSecret",
    signal,
    wanted: { keys, type: wantedType(schema) },
  } as const;
  return aboutSecret(core, request, name, async (path, run) => {
    const stored =
      revision === undefined
        ? await readStored(core, path, run)
        : await readStoredRevision(core, path, revision, run);
    return present(core, name, stored, schema, keys);
  });
}

export async function getSecrets(
  core: ManagerCore,
  names: readonly string[],
  schema: SecretSchema | undefined,
  options: GetSecretsOptions,
): Promise<Map<string, Secret<object> | KeykistError>> {
  const request = {
    operation: "getSecrets",
    signal: options.signal,
    wanted: { type: wantedType(schema) },
  } as const;
  const run = core.runner.open(request);
  const answers = new Map<string, Secret<object> | KeykistError>();
  const paths = new Map<string, SecretPath>();
  // Taken at once: the caller may change its list while the answers are awaited.
  const asked = [...new Set(names)];
  for (const name of asked) {
    try {
      assertSecretName(name);
      const path = core.scope.path(name);
      paths.set(path.full, path);
    } catch (error) {
      answers.set(name, run.explain(error));
    }
  }
  try {
    if (paths.size > 0) {
      for await (const answer of core.runner.iterate(run, () =>
        core.hooks.readMany([...paths.values()], run),
      )) {
        const path = paths.get(answer.path.full);
        if (path === undefined) continue;
        paths.delete(path.full);
        answers.set(path.name, await answerOf(core, path, answer, schema, run.settle(path)));
      }
    }
  } catch (error) {
    // What the caller did itself ends the whole; what the backend did is the answer for the rest.
    if (!KeykistError.is(error) || error.code === "ABORTED" || error.code === "CLOSED") throw error;
    for (const path of paths.values()) answers.set(path.name, run.settle(path).explain(error));
    paths.clear();
  } finally {
    run.finish();
  }
  for (const path of paths.values()) {
    const reason = "the flavor gave no answer for it";
    answers.set(path.name, run.settle(path).failure("UNKNOWN", { reason }));
  }
  return inOrder(asked, answers);
}

/** Answers come as the backend gives them; callers see them in the order in which they asked. */
function inOrder<Answer>(
  names: readonly string[],
  answers: ReadonlyMap<string, Answer>,
): Map<string, Answer> {
  const ordered = new Map<string, Answer>();
  for (const name of names) {
    const answer = answers.get(name);
    if (answer !== undefined) ordered.set(name, answer);
  }
  return ordered;
}

async function answerOf(
  core: ManagerCore,
  path: SecretPath,
  answer: ReadManyAnswer,
  schema: SecretSchema | undefined,
  run: OperationRun,
): Promise<Secret<object> | KeykistError> {
  if ("error" in answer) return run.explain(new FlavorError(answer.error));
  if (answer.record === undefined) return run.failure("SECRET_NOT_FOUND");
  try {
    return await present(core, path.name, received(answer.record, run), schema, undefined);
  } catch (error) {
    return run.explain(error);
  }
}

export function describeSecret(
  core: ManagerCore,
  name: string,
  options: OperationOptions,
): Promise<SecretDescription> {
  const request = {
    operation: "describeSecret",
    signal: options.signal,
    wanted: { keys: [] },
  } as const;
  return aboutSecret(core, request, name, async (path, run) => {
    const stored = await readStored(core, path, run);
    const { type, revision, owned, createdAt, updatedAt } = stored;
    const keys = [...(stored.keys ?? stored.entries.keys())].toSorted();
    return Object.freeze({
      name,
      type,
      revision,
      keys: Object.freeze(keys),
      createdAt,
      updatedAt,
      owned,
    });
  });
}
