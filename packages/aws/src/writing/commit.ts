import type { Call, SecretPath } from "@keykist/core";
import { AwsStateError } from "../aws-state-error.ts";
import type { SecretsApi } from "../client/secrets-api.ts";
import { isNamed, isNotApplied } from "../errors.ts";
import { hasBeenCurrent, look, lookAfter, lookUntil, type SecretView } from "../reading/look.ts";
import type { SecretValue } from "../values/entries.ts";
import { attemptedValue, type NextValue } from "../values/next-value.ts";
import { isNoVersion } from "../versions/committed-versions.ts";
import { CURRENT, STAGED } from "../versions/stages.ts";
import { nextVersionId, unlockedVersionId } from "../versions/version-id.ts";
import { versionQuotaError } from "./version-quota.ts";

/** How long a writer that was first may take from its version to its commit before others go past it; milliseconds. */
const LEASE = 500;
/** Bounds of the waits between looks at what another writer does; milliseconds. */
const POLLING = { base: 25, cap: 100 };

/** A version that is to become the current one, after the one that its writer has seen. */
export interface NextVersion {
  readonly path: SecretPath;
  readonly arn: string;
  readonly type: string;
  readonly value: NextValue;
  /** The version that is to be followed. */
  readonly expected: string;
  /** The stage that the version has beside AWSCURRENT; of a guarded one, already before. */
  readonly stage?: ((round: number) => string) | undefined;
}

/** What came of a write: its version has been current, or the secret, as it was seen then, did not let it. */
export type Commit =
  | {
      readonly kind: "committed";
      readonly id: string;
      /** The stage that the version has beside AWSCURRENT. */
      readonly stage: string | undefined;
    }
  | { readonly kind: "lost"; readonly view: SecretView | undefined };

type Lost = Extract<Commit, { readonly kind: "lost" }>;

/**
 * Makes the version that follows `expected`, as the current one, in one call. It is lost where another writer of
 * keykist has followed it; what something else has put there in the meantime is overwritten.
 */
export async function follow(api: SecretsApi, version: NextVersion, call: Call): Promise<Commit> {
  const { type, expected, value } = version;
  if (isNoVersion(expected)) return becomeFirst(api, version, call);
  // Without white space the same bytes are the same write to AWS, also of two writers: it has to compare.
  if (!value.isJson) return compareAndFollow(api, version, call);
  const id = nextVersionId(type, { expected, round: 0, holdsForeign: value.holdsForeign });
  const stage = version.stage?.(0);
  const stages = [CURRENT, stage].filter((each) => each !== undefined);
  const attempt = { ...version, attempted: attemptedValue(value), id, stages };
  const made = await make(api, attempt, call);
  if (made === "made") return { kind: "committed", id, stage };
  if (made !== "taken") return made;
  const view = await whileOthersCommit(api, version, call);
  if (!isUnchanged(view, expected)) return { kind: "lost", view };
  // Whoever was first has ended in the midst of it, or is very slow, and may still commit: AWS has to compare.
  return compareAndFollow(api, version, call, 1);
}

/**
 * Makes the version that follows `expected`, if that still is the current one: AWS itself compares. The version is
 * made first, under a stage that nobody reads; moving AWSCURRENT from `expected` to it is the commit, and is refused
 * where AWSCURRENT is not there any more
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html).
 *
 * @param first the first round that is tried
 */
export async function compareAndFollow(
  api: SecretsApi,
  version: NextVersion,
  call: Call,
  first = 0,
): Promise<Commit> {
  const { type, expected, value } = version;
  if (isNoVersion(expected)) return becomeFirst(api, version, call);
  const attempted = attemptedValue(value);
  const { holdsForeign } = value;
  for (let round = first; ; round += 1) {
    const id = value.isJson
      ? nextVersionId(type, { expected, round, holdsForeign })
      : unlockedVersionId(type, { holdsForeign });
    const stage = version.stage?.(round);
    const made = await make(api, { ...version, attempted, id, stages: [stage ?? STAGED] }, call);
    if (made === "made") return moveCurrent(api, version, { id, stage }, call);
    if (made !== "taken") return made;
    const view = await whileOthersCommit(api, version, call);
    if (!isUnchanged(view, expected)) return { kind: "lost", view };
  }
}

/**
 * Makes the first version of a secret. AWS makes it the current one under whatever stage, and makes no other the current
 * one under this. So it cannot overwrite what another program has put there in between.
 */
async function becomeFirst(api: SecretsApi, version: NextVersion, call: Call): Promise<Commit> {
  const { path, type, value, expected } = version;
  const { holdsForeign } = value;
  const id = nextVersionId(type, { expected, round: 0, holdsForeign });
  const attempt = { ...version, attempted: attemptedValue(value), id, stages: [STAGED] };
  const made = await make(api, attempt, call);
  if (made !== "made" && made !== "taken") return made;
  const view = await lookUntil(api, path, call, (seen) => !isUnchanged(seen, expected));
  if (made === "made" && hasBeenCurrent(view, id))
    return { kind: "committed", id, stage: undefined };
  return { kind: "lost", view };
}

/** Makes a version. */
async function make(
  api: SecretsApi,
  version: NextVersion & {
    readonly id: string;
    readonly attempted: SecretValue;
    readonly stages: readonly string[];
  },
  call: Call,
): Promise<"made" | "taken" | Lost> {
  const { path, arn, expected, id, attempted, stages } = version;
  try {
    await api.put(call, {
      SecretId: arn,
      ClientRequestToken: id,
      ...attempted,
      VersionStages: [...stages],
    });
    return "made";
  } catch (error) {
    if (isNamed(error, "ResourceExistsException")) return "taken";
    if (isNamed(error, "LimitExceededException")) throw await versionQuotaError(api, arn, call);
    const isRefused = isNamed(error, "InvalidRequestException", "ResourceNotFoundException");
    if (!isRefused && isNotApplied(error)) throw error;
    if (isRefused) {
      const view = await lookUntil(api, path, call, (seen) => !isUnchanged(seen, expected));
      if (isUnchanged(view, expected)) throw error;
      return { kind: "lost", view };
    }
    const view = await lookAfter(api, path, error, call);
    // The answer may only have been lost. Another's version can have the same id, but not the same text.
    if (hasBeenCurrent(view, id) && (await holds(api, { arn, id, attempted }, error, call)))
      return "made";
    throw error;
  }
}

/** Reports whether a version has the bytes of an attempt: those of a JSON object are no other attempt's. */
async function holds(
  api: SecretsApi,
  {
    arn,
    id,
    attempted,
  }: { readonly arn: string; readonly id: string; readonly attempted: SecretValue },
  error: unknown,
  call: Call,
): Promise<boolean> {
  // The id of what is not text is no other attempt's either.
  if (attempted.SecretString === undefined) return true;
  try {
    const { SecretString } = await api.get(call, { SecretId: arn, VersionId: id });
    return SecretString === attempted.SecretString;
  } catch {
    // Why the write failed says more than why nobody can tell what came of it.
    throw error;
  }
}

/** Looks until another version is current, or whoever was about to make one so has had its time. */
async function whileOthersCommit(
  api: SecretsApi,
  { path, expected }: NextVersion,
  call: Call,
): Promise<SecretView | undefined> {
  const began = call.clock.now();
  for (let attempt = 1; ; attempt += 1) {
    const view = await look(api, path, call);
    if (!isUnchanged(view, expected) || call.clock.now() - began > LEASE) return view;
    await call.backOff(attempt, POLLING);
  }
}

async function moveCurrent(
  api: SecretsApi,
  { path, arn, expected }: NextVersion,
  { id, stage }: { readonly id: string; readonly stage: string | undefined },
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
    return { kind: "committed", id, stage };
  } catch (error) {
    // AWS calls a comparison that fails an invalid parameter.
    const isRefused = isNamed(
      error,
      "InvalidParameterException",
      "InvalidRequestException",
      "ResourceNotFoundException",
    );
    if (!isRefused && !ambiguous && isNotApplied(error)) throw error;
    const view = isRefused
      ? await lookUntil(api, path, call, (seen) => !isUnchanged(seen, expected))
      : await lookAfter(api, path, error, call);
    if (hasBeenCurrent(view, id)) return { kind: "committed", id, stage };
    if (!isRefused) throw error;
    // An earlier try, whose answer was lost, may have been carried out, and overtaken twice since.
    if (ambiguous) throw overtaken();
    return { kind: "lost", view };
  }
}

/** Reports whether a version is still the one that readers get. */
function isUnchanged(view: SecretView | undefined, id: string): boolean {
  return view?.pendingDeletion === false && view.current?.id === id;
}

function overtaken(): AwsStateError {
  return new AwsStateError({
    code: "UNAVAILABLE",
    retry: "never",
    outcome: "unknown",
    reason: "the answer was lost, and others have written since",
  });
}
