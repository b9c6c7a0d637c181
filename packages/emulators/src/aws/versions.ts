import { DEFAULT_KEY } from "./encryption-keys.ts";
import { ServiceError } from "./service-error.ts";
import type { StoredSecret, StoredValue, StoredVersion } from "./stored-secret.ts";

export const AWSCURRENT = "AWSCURRENT";
export const AWSPREVIOUS = "AWSPREVIOUS";

/** "Labels attached across all versions of a secret: 20" */
const MAXIMUM_LABELS = 20;

/** "Versions of a secret: ~100" */
const MAXIMUM_VERSIONS = 100;

/** "it keeps all secret versions created in the last 24 hours" */
const KEPT_FOR = 24 * 60 * 60 * 1000;

type Versions = ReadonlyMap<string, StoredVersion>;

/** A version that is to be added. */
export interface NewVersion {
  readonly id: string;
  readonly value: StoredValue;
  readonly stages: readonly string[];
}

/**
 * A secret with a version more. Where it is the first it is current, whatever was asked for.
 *
 * @throws ServiceError `LimitExceededException` for too many versions or labels
 */
export function withVersion(
  secret: StoredSecret,
  { id, value, stages }: NewVersion,
  at: number,
): StoredSecret {
  const kept = pruned(secret.versions, at);
  const version: StoredVersion = {
    id,
    value,
    stages: [],
    createdAt: at,
    kmsKeyId: secret.kmsKeyId ?? DEFAULT_KEY,
  };
  const labels = kept.size === 0 ? [...stages, AWSCURRENT] : stages;
  const versions = labelled(new Map([...kept, [id, version]]), id, labels);
  return { ...secret, versions, changedAt: at };
}

/** The version that carries a label. */
export function labelledVersion(versions: Versions, label: string): StoredVersion | undefined {
  return [...versions.values()].find(({ stages }) => stages.includes(label));
}

/** A label, and where it is to move. */
export interface LabelMove {
  readonly label: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * Versions with a label moved, attached or removed: the service's compare-and-set.
 *
 * @throws ServiceError `ResourceNotFoundException` for a version that is not there; `InvalidParameterException` where
 * the label is elsewhere than `from` says
 */
export function withMovedLabel(versions: Versions, { label, from, to }: LabelMove): Versions {
  for (const id of [from, to]) {
    if (id !== undefined && !versions.has(id))
      throw new ServiceError(
        "ResourceNotFoundException",
        `Secrets Manager can't find the specified secret version: ${id}.`,
      );
  }
  const holder = labelledVersion(versions, label)?.id;
  if (from !== undefined && from !== holder)
    throw new ServiceError(
      "InvalidParameterException",
      `The staging label ${label} is not attached to version ${from}; RemoveFromVersionId does not match.`,
    );
  if (to === undefined) {
    if (from === undefined)
      throw new ServiceError(
        "InvalidParameterException",
        "You must specify MoveToVersionId or RemoveFromVersionId.",
      );
    if (label === AWSCURRENT)
      throw new ServiceError(
        "InvalidParameterException",
        "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
      );
    return withoutLabels(versions, new Set([label]));
  }
  if (holder !== undefined && holder !== to && from === undefined)
    throw new ServiceError(
      "InvalidParameterException",
      `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  return labelled(versions, to, [label]);
}

/** Versions with labels moved to one of them; with AWSCURRENT goes AWSPREVIOUS, to the version that it left. */
function labelled(versions: Versions, id: string, labels: readonly string[]): Versions {
  const left = labels.includes(AWSCURRENT) ? labelledVersion(versions, AWSCURRENT)?.id : undefined;
  const moved = attached(versions, id, labels);
  const result = left === undefined || left === id ? moved : attached(moved, left, [AWSPREVIOUS]);
  const count = [...result.values()].reduce((sum, { stages }) => sum + stages.length, 0);
  if (count > MAXIMUM_LABELS)
    throw new ServiceError(
      "LimitExceededException",
      `A secret can't have more than ${MAXIMUM_LABELS} staging labels.`,
    );
  return result;
}

/** Versions of which one has labels that no other has any more. */
function attached(versions: Versions, id: string, labels: readonly string[]): Versions {
  const others = [...withoutLabels(versions, new Set(labels)).values()];
  return new Map(
    others.map((version) => {
      const stages = [...new Set([...version.stages, ...labels])];
      return [version.id, version.id === id ? Object.assign({}, version, { stages }) : version];
    }),
  );
}

function withoutLabels(versions: Versions, labels: ReadonlySet<string>): Versions {
  const left = [...versions.values()].map((version) => {
    const stages = version.stages.filter((stage) => !labels.has(stage));
    return stages.length === version.stages.length
      ? version
      : Object.assign({}, version, { stages });
  });
  return new Map(left.map((version) => [version.id, version]));
}

/** Room for one more version: of those without a label the oldest go, once they are a day old. */
function pruned(versions: Versions, at: number): Versions {
  const excess = versions.size + 1 - MAXIMUM_VERSIONS;
  if (excess <= 0) return versions;
  const removable = [...versions.values()]
    .filter(({ stages, createdAt }) => stages.length === 0 && at - createdAt >= KEPT_FOR)
    .slice(0, excess);
  if (removable.length < excess)
    throw new ServiceError(
      "LimitExceededException",
      `You've reached the quota of ${MAXIMUM_VERSIONS} versions for this secret.`,
    );
  const gone = new Set(removable.map(({ id }) => id));
  return new Map([...versions].filter(([id]) => !gone.has(id)));
}
