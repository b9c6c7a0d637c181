import type { Revision, Secret } from "../secrets/secret.ts";
import { runOnSecret } from "./run-on-secret.ts";
import type { Operation, RemoveOutcome, ReplaceOutcome, SecretRecord } from "./flavor-contract.ts";
import type { ManagerCore, Requirement } from "./manager-core.ts";
import type { OperationRun } from "./operation-run.ts";
import { readStored, readStoredRevision } from "./read-secrets.ts";
import type { SecretPath } from "./secret-path.ts";
import { assertWithinLimits, assertWritable, takeApart } from "./secret-record.ts";
import type { GuardedWriteOptions, OperationOptions } from "./secrets-manager.ts";

/** Checks a record in all ways that need no backend. */
export async function prepare(
  core: ManagerCore,
  name: string,
  record: SecretRecord,
  run: OperationRun,
): Promise<void> {
  run.protect(record.entries);
  await assertWritable(name, record, core.registry);
  assertWithinLimits({ name, record }, core.capabilities().limits, core.hooks.encodedBytes);
}

/** The revision of a replacement, or the error for its refusal. */
export function replacedRevision(
  outcome: ReplaceOutcome,
  type: string,
  run: OperationRun,
): Revision {
  switch (outcome.kind) {
    case "replaced":
      return outcome.revision;
    case "type_mismatch":
      throw run.failure("SCHEMA_MISMATCH", {
        reason: `it has the schema type "${outcome.storedType}", not "${type}", and a type never changes`,
        hint: "delete the secret and register it again to give it another type",
      });
    default:
      throw refused(outcome, run);
  }
}

function refused(
  outcome: Exclude<RemoveOutcome, { readonly kind: "removed" }>,
  run: OperationRun,
): Error {
  const codes = {
    absent: "SECRET_NOT_FOUND",
    conflict: "REVISION_CONFLICT",
    not_owned: "NOT_OWNED",
  } as const;
  return run.failure(codes[outcome.kind]);
}

/** Answers for a removal, or throws the error for its refusal. */
export function assertRemoved(outcome: RemoveOutcome, run: OperationRun): void {
  if (outcome.kind !== "removed") throw refused(outcome, run);
}

/** Runs an operation that is given a whole secret. */
function aboutGivenSecret<T>(
  core: ManagerCore,
  request: {
    readonly operation: Operation;
    readonly signal: AbortSignal | undefined;
    readonly needs: readonly Requirement[];
  },
  secret: Secret<object>,
  work: (path: SecretPath, record: SecretRecord, run: OperationRun) => Promise<T>,
): Promise<T> {
  // The name is read once: a hostile getter cannot show another one after it was checked.
  const name: unknown = (secret as { readonly name?: unknown } | undefined)?.name;
  return runOnSecret(core, request, name, async (path, run) => {
    const { record } = takeApart(secret);
    await prepare(core, path.name, record, run);
    return work(path, record, run);
  });
}

export function registerSecret(
  core: ManagerCore,
  secret: Secret<object>,
  { signal }: OperationOptions,
): Promise<Revision> {
  const request = { operation: "registerSecret", signal, needs: ["write"] } as const;
  return aboutGivenSecret(core, request, secret, async (path, record, run) => {
    const outcome = await core.hooks.create(path, record, run);
    if (outcome.kind === "exists") throw run.failure("SECRET_EXISTS");
    return outcome.revision;
  });
}

export function updateSecret(
  core: ManagerCore,
  secret: Secret<object>,
  { ifRevision, signal }: GuardedWriteOptions,
): Promise<Revision> {
  const needs: Requirement[] = ifRevision === undefined ? ["write"] : ["write", "guardedUpdate"];
  return aboutGivenSecret(
    core,
    { operation: "updateSecret", signal, needs },
    secret,
    async (path, record, run) =>
      replacedRevision(await core.hooks.replace(path, record, ifRevision, run), record.type, run),
  );
}

export function deleteSecret(
  core: ManagerCore,
  name: string,
  { ifRevision, signal }: GuardedWriteOptions,
): Promise<void> {
  const needs: Requirement[] = ifRevision === undefined ? ["write"] : ["write", "guardedDelete"];
  return runOnSecret(
    core,
    { operation: "deleteSecret", signal, needs },
    name,
    async (path, run) => {
      assertRemoved(await core.hooks.remove(path, ifRevision, run), run);
    },
  );
}

export function rollbackSecret(
  core: ManagerCore,
  name: string,
  revision: Revision,
  { signal }: OperationOptions,
): Promise<Revision> {
  const request = { operation: "rollbackSecret", signal, needs: ["write", "history"] } as const;
  return runOnSecret(core, request, name, async (path, run) => {
    const current = await readStored(core, path, run);
    if (!current.owned) throw run.failure("NOT_OWNED");
    const earlier = await readStoredRevision(core, path, revision, run);
    const type = earlier.type ?? current.type ?? "arbitrary";
    const record = { type, entries: earlier.entries };
    await prepare(core, name, record, run);
    const guarded = core.capabilities().guardedUpdate !== "none";
    const expected = guarded ? current.revision : undefined;
    return replacedRevision(await core.hooks.replace(path, record, expected, run), type, run);
  });
}
