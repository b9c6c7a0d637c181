import { KeykistError } from "../errors/keykist-error.ts";
import type { SecretSchema } from "../schemas/secret-schema.ts";
import { assertSecretName, backendIdOf } from "../secrets/grammar.ts";
import type { Secret } from "../secrets/secret.ts";
import type { ReadManyAnswer, StoredRecord } from "./flavor-contract.ts";
import type { ManagerCore } from "./manager-core.ts";
import type { OperationRun } from "./operation-run.ts";
import { FlavorError } from "./thrown.ts";
import { runOnSecret, runOnBackendId, type SecretRequest } from "./run-on-secret.ts";
import { isRaw, rawSecret, type Reading, typedSecret } from "./stored-secret.ts";
import type { SecretPath } from "./secret-path.ts";
import type {
  GetSecretOptions,
  GetSecretsOptions,
  OperationOptions,
  SecretDescription,
} from "./secrets-manager.ts";

/** Keeps the values of a record out of errors from now on. */
function received(stored: StoredRecord, run: OperationRun): StoredRecord {
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

/** The form in which a caller wants secrets. */
interface Presentation extends Reading {
  readonly schema: SecretSchema | undefined;
}

function present(
  core: ManagerCore,
  name: string,
  stored: StoredRecord,
  { schema, ...reading }: Presentation,
): Secret<object> | Promise<Secret> {
  return schema === undefined
    ? rawSecret(name, stored, core.registry, reading)
    : typedSecret(name, stored, schema, reading);
}

/** Runs a read of one secret, which is named by its name or by an id of the backend. */
function runOnStored<T>(
  core: ManagerCore,
  request: SecretRequest,
  { name, revision }: { readonly name: string; readonly revision?: string | undefined },
  work: (stored: StoredRecord) => T | Promise<T>,
): Promise<T> {
  const id = backendIdOf(name);
  if (id !== undefined) {
    return runOnBackendId(core, request, id, async (run) => {
      if (revision !== undefined) throw run.failure("UNSUPPORTED", NO_REVISIONS);
      return work(await readStoredById(core, id, run));
    });
  }
  return runOnSecret(core, request, name, async (path, run) =>
    work(
      revision === undefined
        ? await readStored(core, path, run)
        : await readStoredRevision(core, path, revision, run),
    ),
  );
}

const NO_REVISIONS = {
  reason: "only the present state can be read by an id of the backend",
  hint: "leave out the revision",
};

async function readStoredById(
  core: ManagerCore,
  id: string,
  run: OperationRun,
): Promise<StoredRecord> {
  const stored = await core.hooks.readById(id, run);
  if (stored === undefined) throw run.failure("SECRET_NOT_FOUND");
  // Nothing that is read so can be changed, so it has no schema type of keykist.
  return { ...received(stored, run), owned: false, type: undefined };
}

export function getSecret(
  core: ManagerCore,
  name: string,
  schema: SecretSchema | undefined,
  options: GetSecretOptions,
): Promise<Secret<object>> {
  const { revision, keys, unknownKeys, signal } = options;
  const request = {
    operation: "getSecret",
    signal,
    wanted: { keys, type: wantedType(schema) },
  } as const;
  return runOnStored(core, request, { name, revision }, (stored) =>
    present(core, name, stored, { schema, keys, unknownKeys }),
  );
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
  const presentation = { schema, keys: undefined, unknownKeys: options.unknownKeys };
  const answers = new Map<string, Secret<object> | KeykistError>();
  const paths = new Map<string, SecretPath>();
  // Taken at once: the caller may change its list while the answers are awaited.
  const asked = [...new Set(names)];
  const byId = asked.filter((name) => backendIdOf(name) !== undefined);
  for (const name of asked) {
    if (byId.includes(name)) continue;
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
        answers.set(path.name, await answerOf(core, path, answer, presentation, run.settle(path)));
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
  for (const name of byId) answers.set(name, await answerById(core, name, schema, options));
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
  presentation: Presentation,
  run: OperationRun,
): Promise<Secret<object> | KeykistError> {
  if ("error" in answer) return run.explain(new FlavorError(answer.error));
  if (answer.record === undefined) return run.failure("SECRET_NOT_FOUND");
  try {
    return await present(core, path.name, received(answer.record, run), presentation);
  } catch (error) {
    return run.explain(error);
  }
}

/** Reads one name of a batch that is an id of the backend. No backend reads those in batches. */
async function answerById(
  core: ManagerCore,
  name: string,
  schema: SecretSchema | undefined,
  options: GetSecretsOptions,
): Promise<Secret<object> | KeykistError> {
  try {
    return await getSecret(core, name, schema, options);
  } catch (error) {
    if (!KeykistError.is(error) || error.code === "ABORTED" || error.code === "CLOSED") throw error;
    return error;
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
  return runOnStored(core, request, { name }, (stored) => {
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
