import type { Call, SecretPath } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed, isNotApplied } from "../errors.ts";
import { look, lookAfter, type SecretView } from "../reading/look.ts";
import { nonce } from "../values/nonce.ts";
import { CURRENT, STAGED } from "../versions/stages.ts";
import { followingVersionId, type VersionKind } from "../versions/version-id.ts";
import { versionQuotaError } from "./version-quota.ts";

/** How long a writer that was first may take from its version to its commit before others go past it; milliseconds. */
const LEASE = 500;
/** Bounds of the waits between looks at what another writer does; milliseconds. */
const POLLING = { base: 25, cap: 100 };

/** A version to be made, and the secret that it is for. */
export interface NewVersion {
  readonly path: SecretPath;
  readonly arn: string;
  /** What is to be stored: JSON, to which white space is added. */
  readonly json: string;
}

/** A version that is to follow another one, and no other. */
export interface GuardedVersion extends NewVersion {
  readonly kind: VersionKind;
  readonly type: string;
  /** The version that has to be current. */
  readonly expected: string;
  /** A stage in place of the usual one. */
  readonly stage?: string | undefined;
}

/** What came of a write: its version has been current, or the secret, as it was seen then, did not let it. */
export type Commit =
  | { readonly kind: "committed"; readonly id: string }
  | { readonly kind: "lost"; readonly view: SecretView | undefined };

/** Makes a version the current one, whichever was before. */
export async function putCurrent(
  api: SecretsApi,
  {
    path,
    arn,
    json,
    id,
    stages = [],
  }: NewVersion & {
    readonly id: string;
    readonly stages?: readonly string[] | undefined;
  },
  call: Call,
): Promise<Commit> {
  try {
    await api.put(call, {
      SecretId: arn,
      ClientRequestToken: id,
      SecretString: json + nonce(),
      VersionStages: [CURRENT, ...stages],
    });
    return { kind: "committed", id };
  } catch (error) {
    return refusedOrRethrown(api, { path, arn, id }, error, call);
  }
}

/**
 * Makes a version the current one if `expected` still is: AWS itself compares. The version is made first, under a
 * stage that nobody reads; moving AWSCURRENT from `expected` to it is the commit, and is refused where AWSCURRENT
 * is not there any more
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html).
 */
export async function commit(
  api: SecretsApi,
  version: GuardedVersion,
  call: Call,
): Promise<Commit> {
  const { path, arn, json, kind, type, expected, stage = STAGED } = version;
  const SecretString = json + nonce();
  for (let round = 0; ; round += 1) {
    const id = followingVersionId(kind, type, { expected, round });
    try {
      await api.put(call, {
        SecretId: arn,
        ClientRequestToken: id,
        SecretString,
        VersionStages: [stage],
      });
    } catch (error) {
      if (!isNamed(error, "ResourceExistsException"))
        return refusedOrRethrown(api, { path, arn, id }, error, call);
      const view = await whileOthersCommit(api, version, call);
      if (view === undefined || view.pendingDeletion || view.current !== expected)
        return { kind: "lost", view };
      // Whoever was first has ended in the midst of it, or is very slow: past it, with the next id.
      continue;
    }
    return moveCurrent(api, version, id, call);
  }
}

/** Looks until another version is current, or whoever was about to make one so has had its time. */
async function whileOthersCommit(
  api: SecretsApi,
  { path, expected }: GuardedVersion,
  call: Call,
): Promise<SecretView | undefined> {
  const began = call.clock.now();
  for (let attempt = 1; ; attempt += 1) {
    const view = await look(api, path, call);
    if (view?.current !== expected || call.clock.now() - began > LEASE) return view;
    await call.backOff(attempt, POLLING);
  }
}

async function moveCurrent(
  api: SecretsApi,
  { path, arn, expected }: GuardedVersion,
  id: string,
  call: Call,
): Promise<Commit> {
  let ambiguous = false;
  try {
    await api.moveStage(
      call,
      {
        SecretId: arn,
        VersionStage: CURRENT,
        MoveToVersionId: id,
        RemoveFromVersionId: expected,
      },
      (error) => {
        ambiguous ||= !isNotApplied(error);
      },
    );
    return { kind: "committed", id };
  } catch (error) {
    // AWS calls a comparison that fails an invalid parameter.
    const refused = isNamed(
      error,
      "InvalidParameterException",
      "InvalidRequestException",
      "ResourceNotFoundException",
    );
    const view = await lookAfter(api, path, error, call);
    if (hasBeenCurrent(view, id)) return { kind: "committed", id };
    if (!refused) throw error;
    // An earlier try, whose answer was lost, may have been carried out, and overtaken twice since.
    if (ambiguous) throw overtaken();
    return { kind: "lost", view };
  }
}

/** Settles a put that failed: by looking, where the answer may only have been lost. */
async function refusedOrRethrown(
  api: SecretsApi,
  { path, arn, id }: { readonly path: SecretPath; readonly arn: string; readonly id: string },
  error: unknown,
  call: Call,
): Promise<Commit> {
  if (isNamed(error, "LimitExceededException")) throw await versionQuotaError(api, arn, call);
  const view = await lookAfter(api, path, error, call);
  if (hasBeenCurrent(view, id)) return { kind: "committed", id };
  const isGone = view === undefined || view.pendingDeletion;
  const refused = isNamed(error, "InvalidRequestException", "ResourceNotFoundException");
  if (refused && isGone) return { kind: "lost", view };
  throw error;
}

function hasBeenCurrent(view: SecretView | undefined, id: string): boolean {
  return view?.current === id || view?.previous === id;
}

function overtaken(): AwsStateError {
  return new AwsStateError({
    code: "UNAVAILABLE",
    retry: "never",
    outcome: "unknown",
    reason: "the answer was lost, and others have written since",
  });
}
