import type { Call, CreateOutcome, SecretPath, SecretRecord } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed, isNotApplied } from "../errors.ts";
import { isThere, look, lookAfter, lookUntil, type SecretView } from "../reading/look.ts";
import { assertChangeable } from "../reading/ties.ts";
import { tagsOfNew } from "../tags.ts";
import { attemptedValue, plainValue } from "../values/next-value.ts";
import { firstVersionId } from "../versions/version-id.ts";
import { compareAndFollow } from "./commit.ts";
import { assertSameKey, clearLeftovers } from "./leftovers.ts";
import { restoredFor } from "./restore-secret.ts";
import { awaitDeletion } from "./tombstone.ts";

/** Tries before it is given up: each follows something that others did in the meantime. */
const MAXIMUM_ATTEMPTS = 8;

/** What a secret is made with. */
export interface Creation {
  readonly record: SecretRecord;
  readonly kmsKeyId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** Makes a secret, or takes a deleted one of keykist's over, behind its tombstone. */
export async function createSecret(
  api: SecretsApi,
  path: SecretPath,
  creation: Creation,
  call: Call,
): Promise<CreateOutcome> {
  const { type } = creation.record;
  const id = firstVersionId(type);
  for (let attempt = 1; attempt <= MAXIMUM_ATTEMPTS; attempt += 1) {
    const seen = await created(api, path, { ...creation, id }, call);
    if (seen === "created") return { kind: "created", revision: id };
    const view = await awaitDeletion(api, path, seen, call);
    if (isThere(view)) return { kind: "exists" };
    if (view !== undefined) {
      const outcome = await takeOver(api, path, { creation, view }, call);
      if (outcome !== undefined) return outcome;
    }
    // Deleted for good, which AWS takes its time for, or deleted again in the meantime.
    await call.backOff(attempt, { base: 200, cap: 3000 });
  }
  throw new AwsStateError({
    code: "UNAVAILABLE",
    retry: "safe",
    outcome: "not_applied",
    reason: "AWS has not given the name of a deleted secret free yet",
    hint: "try again in a minute",
  });
}

/** Calls CreateSecret. If the name is taken, returns what has it. */
async function created(
  api: SecretsApi,
  path: SecretPath,
  { record, kmsKeyId, tags, id }: Creation & { readonly id: string },
  call: Call,
): Promise<"created" | SecretView | undefined> {
  try {
    await api.create(call, {
      Name: path.full,
      ClientRequestToken: id,
      ...attemptedValue(plainValue(record.entries)),
      Tags: tagsOfNew(path, record.type, tags),
      ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    });
    return "created";
  } catch (error) {
    const isTaken = isNamed(error, "ResourceExistsException", "InvalidRequestException");
    if (!isTaken && isNotApplied(error)) throw error;
    const view = await lookAtHolder(api, path, error, call);
    if (view?.current?.id === id) return "created";
    if (!isTaken) throw error;
    return view;
  }
}

/** Looks at what has the name. Only a look tells whether that is deleted, and for whom. */
function lookAtHolder(
  api: SecretsApi,
  path: SecretPath,
  error: unknown,
  call: Call,
): Promise<SecretView | undefined> {
  // Refused for a secret that is pending deletion.
  if (isNamed(error, "InvalidRequestException"))
    return lookUntil(api, path, call, (seen) => !isThere(seen));
  if (isNamed(error, "ResourceExistsException")) return look(api, path, call);
  return lookAfter(api, path, error, call);
}

/** Commits the new content over a tombstone. Returns `undefined` if the secret was deleted again in the meantime. */
async function takeOver(
  api: SecretsApi,
  path: SecretPath,
  { creation, view }: { readonly creation: Creation; readonly view: SecretView },
  call: Call,
): Promise<CreateOutcome | undefined> {
  const { type, entries } = creation.record;
  const { arn, current } = view;
  assertChangeable(view.ties);
  if (view.type !== type || current?.isTombstone !== true) throw kept(view);
  assertSameKey(path, view, creation.kmsKeyId);
  return restoredFor(api, view, call, {
    probe: () => api.tryRead(call, "GetResourcePolicy", arn),
    work: async () => {
      try {
        await clearLeftovers(api, path, { view, type, tags: creation.tags }, call);
      } catch (error) {
        // Deleted again, or for good.
        if (isNamed(error, "InvalidRequestException", "ResourceNotFoundException"))
          return undefined;
        throw error;
      }
      const version = { path, arn, type, value: plainValue(entries), expected: current.id };
      const committed = await compareAndFollow(api, version, call);
      if (committed.kind === "committed") return { kind: "created", revision: committed.id };
      return isThere(committed.view) ? { kind: "exists" } : undefined;
    },
  });
}

/** The error for a name that AWS keeps for a deleted secret which must not be taken over. */
function kept({ type }: SecretView): AwsStateError {
  const whose = type === undefined ? "that is not keykist's" : `of the schema type "${type}"`;
  return new AwsStateError({
    code: "SECRET_EXISTS",
    retry: "never",
    outcome: "not_applied",
    reason: `AWS keeps the name for a deleted secret ${whose} until its recovery window ends`,
    hint:
      type === undefined
        ? "restore it with `aws secretsmanager restore-secret`; then take it over with adoptSecret(name, type); or choose another name"
        : "bring it back with undeleteSecret; or choose another name",
  });
}
